package browsertest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeFile is brought by npm; it is far too large to be kept here.
const axeFile = "testdata/axe/node_modules/axe-core/axe.min.js"

// One browser serves all tests of this package; each person in a test has a context of their own in it, with their own cookies.
var (
	chromium  context.Context
	axeLoader string // has a page know axe once it asks for it
)

func TestMain(m *testing.M) {
	code, err := withBrowser(m.Run)
	if err != nil {
		fmt.Fprintf(os.Stderr, "browsertest: %v\n", err)
		os.Exit(1)
	}
	os.Exit(code)
}

// withBrowser runs the tests beside a browser that starts with an empty profile. A machine without one fails, and hears what to do.
func withBrowser(run func() int) (int, error) {
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		return 1, fmt.Errorf("axe-core is missing: `make test` installs it, and so does `.ci/prepare` alone (%w)", err)
	}
	axeLoader = "globalThis.loadAxe = () => {" + string(axe) + "\n}"
	path, err := exec.LookPath("chromium")
	if err != nil {
		return 1, fmt.Errorf("Chromium is missing: `make test` installs it, and so does `.ci/prepare` alone (%w)", err)
	}
	profile, err := os.MkdirTemp("", "federes-browser")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(profile)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options(path, profile)...)
	defer stop()
	browser, closeBrowser := chromedp.NewContext(allocator)
	defer closeBrowser()
	if err := chromedp.Run(browser); err != nil {
		return 1, fmt.Errorf("starting %s: %w", path, err)
	}
	chromium = browser
	code := run()
	if err := chromedp.Cancel(browser); err != nil && !errors.Is(err, context.Canceled) {
		return 1, fmt.Errorf("ending the browser: %w", err)
	}
	return code, nil
}

// options are those of a browser that looks at loopback and at nothing else: it visits only our own pages, so that it needs no sandbox,
// which root could not have.
func options(path, profile string) []chromedp.ExecAllocatorOption {
	set := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.CombinedOutput(io.Discard),
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-features", "BackForwardCache,SpareRendererForSitePerProcess,Translate"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	}
	for _, flag := range []string{
		"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "no-default-browser-check", "disable-background-networking",
		"disable-breakpad", "disable-component-update", "disable-sync", "disable-extensions", "disable-default-apps", "hide-scrollbars", "mute-audio",
		"disable-dev-shm-usage", "disable-renderer-backgrounding", "disable-background-timer-throttling",
		"disable-backgrounding-occluded-windows",
	} {
		set = append(set, chromedp.Flag(flag, true))
	}
	return set
}
