// Package browsertest uses the pages as people do: a real Chromium, the keyboard, and the rules of axe on every page.
//
// Nothing here reaches inside web: it is served over loopback, on a real store, under a clock that the test moves.
package browsertest
