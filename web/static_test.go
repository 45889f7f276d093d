package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"federes.org/web/page"
)

// drawn finds the icons that pages and handlers name.
var drawn = regexp.MustCompile(`(?:Icon\(|Icon: |@act\(f, (?:\w+\([^"]*"\w+"\)|"[^"]*"), |v\.ask\("\w+", |\{commune\.\w+, )"([a-z]+(?:-[a-z]+)*)"`)

func TestTheAssetBuildBringsEveryIconThatIsDrawnAndNoOther(t *testing.T) {
	build, err := os.ReadFile("assets/build.mjs")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(build), "const icons = [")
	list, _, _ = strings.Cut(list, "]")
	var brought []string
	for _, name := range regexp.MustCompile(`"([^"]+)"`).FindAllStringSubmatch(list, -1) {
		brought = append(brought, name[1])
	}
	used := map[string]bool{}
	for _, pattern := range []string{"*.go", "page/*.go", "page/*.templ"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_templ.go") || strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, icon := range drawn.FindAllStringSubmatch(string(text), -1) {
				used[icon[1]] = true
			}
		}
	}
	for name := range used {
		if !slices.Contains(brought, name) {
			t.Errorf("the icon %s is drawn and not brought", name)
		}
	}
	for _, name := range brought {
		if !used[name] {
			t.Errorf("the icon %s is brought and never drawn", name)
		}
	}
}

func TestAFloodOfKeysCannotGrowALimiter(t *testing.T) {
	l := newLimiter(Rate{}, Rate{Count: 1, In: 1})
	for i := range 5 * generation {
		l.allow(strconv.Itoa(i), time.Unix(0, 0))
	}
	if n := len(l.young) + len(l.old); n > 2*generation {
		t.Errorf("%d keys are kept", n)
	}
}

func TestAHouseholdIsOneNetwork(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "?": "?",
	} {
		if got := network(ip); got != want {
			t.Errorf("%s is in %s, want %s", ip, got, want)
		}
	}
}

func TestNoTextThatPeopleWroteCanEndAnEvent(t *testing.T) {
	drawn, err := drawPart(page.Part{ID: "x", Body: templ.Raw("a\r\n\r\nevent: end\rdata: .\n\nid: 1")})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(drawn.lines), "\n"), "\n") {
		if !strings.HasPrefix(line, "data: ") || strings.Contains(line, "\r") {
			t.Errorf("a line of its own: %q", line)
		}
	}
}
