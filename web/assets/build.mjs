// Copies the fonts, icons and libraries that the pages use into web/static, from which the binary embeds them.
// Run `npm ci` in this folder first. Without this step everything works, with the system's fonts, without icons, and by reloading.
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "static");

const fonts = {
  "bricolage-latin.woff2": "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wdth-normal.woff2",
  "bricolage-latin-ext.woff2": "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-ext-wdth-normal.woff2",
  "atkinson-latin.woff2": "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
  "atkinson-latin-ext.woff2": "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
};

// What a live page stands on.
const libraries = {
  "htmx.js": "htmx.org/dist/htmx.min.js",
  "hx-sse.js": "htmx.org/dist/ext/hx-sse.min.js",
};

// What the pages draw; a test compares this list with them.
const icons = [
  "armchair", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "at-sign", "badge-check", "book-open-text", "calendar-days", "check", "circle-alert",
  "clipboard-paste", "clock", "coins", "door-open", "download", "external-link", "file-clock", "file-down", "globe", "hand", "hand-heart",
  "history", "hourglass", "house", "info", "key-round", "list-ordered", "lock", "log-in", "log-out", "mail", "map-pin", "megaphone", "minus",
  "monitor", "network", "paperclip", "pencil", "plus", "radio", "refresh-cw", "rotate-ccw", "scroll-text", "send", "shield-alert",
  "shield-check", "user-plus", "user-round", "users", "video", "vote", "x",
];

for (const entry of await readdir(out)) {
  if (entry !== ".gitkeep") await rm(join(out, entry), { recursive: true });
}
await mkdir(join(out, "icons"), { recursive: true });
for (const [name, source] of Object.entries({ ...fonts, ...libraries })) await cp(join(modules, source), join(out, name));
for (const name of icons) await cp(join(modules, "lucide-static/icons", `${name}.svg`), join(out, "icons", `${name}.svg`));
