package federation_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"federes.org/federation"
)

func TestSpecialNetworksAreNotConnectedTo(t *testing.T) {
	for address, public := range map[string]bool{
		"1.1.1.1:443": true, "[2606:4700:4700::1111]:443": true, "[::ffff:1.1.1.1]:443": true,
		"1.1.1.1:80": false, "1.1.1.1:22": false, "[2606:4700:4700::1111]:8443": false, // SSR-16
		"0.0.0.0:443": false, "0.1.2.3:443": false, // SSR-02
		"127.0.0.1:443": false, "10.1.2.3:443": false, "172.16.0.1:443": false, "172.31.255.255:443": false, "192.168.1.1:443": false, // SSR-01
		"169.254.169.254:443": false, "100.64.0.1:443": false, "[::1]:443": false, "[::]:443": false,
		"[fd00::1]:443": false, "[fe80::1]:443": false, "[fe80::1%eth0]:443": false, "[2606:4700:4700::1111%eth0]:443": false, "[fec0::1]:443": false, "[ff02::1]:443": false,
		"[::ffff:127.0.0.1]:443": false, "[::ffff:10.0.0.1]:443": false, "[::127.0.0.1]:443": false,
		"[64:ff9b::7f00:1]:443": false, "[64:ff9b:1::1]:443": false, "[2002:7f00:1::]:443": false, "[2001:0:1::1]:443": false, // SSR-04
		"[2001:db8::1]:443": false, "[3fff::1]:443": false, "[100::1]:443": false, "[5f00::1]:443": false,
		"192.0.0.8:443": false, "192.0.2.1:443": false, "192.88.99.1:443": false, "198.18.0.1:443": false, "198.19.255.255:443": false, // SSR-05
		"198.51.100.1:443": false, "203.0.113.1:443": false, "224.0.0.1:443": false, "240.0.0.1:443": false, "255.255.255.255:443": false,
		"not an address": false,
	} {
		if err := federation.DialError(nil, address); (err == nil) != public {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := federation.DialError([]netip.Prefix{netip.MustParsePrefix("10.8.0.0/16")}, "[::ffff:10.8.0.1]:8080"); err != nil {
		t.Errorf("an allowed network: %v", err)
	}
	if err := federation.DialError([]netip.Prefix{netip.MustParsePrefix("10.8.0.0/16")}, "10.9.0.1:443"); err == nil {
		t.Error("beside an allowed network: connected")
	}
}

// I13: what is refused has not been connected to.
func TestARefusedAddressReceivesNoConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	elsewhere := []netip.Prefix{netip.MustParsePrefix("10.8.0.0/16")}
	for _, allow := range [][]netip.Prefix{nil, elsewhere} {
		client := newClient(t, func(c *federation.Config) { c.Allow = allow })
		for _, address := range []string{
			"https://127.0.0.1:" + port + "/", "http://127.0.0.1:" + port + "/", "https://localhost:" + port + "/", "http://localhost:" + port + "/",
			"https://[::ffff:127.0.0.1]:" + port + "/", "https://0.0.0.0:" + port + "/", "https://[::]:" + port + "/", "https://localhost/",
		} {
			_, err := client.Document(t.Context(), address)
			var ours federation.FetchError
			if !errors.As(err, &ours) {
				t.Errorf("GET %s: %v", address, err)
			}
			outcome := client.Deliver(t.Context(), address, []byte(body), federation.Signer{KeyID: crestKeyID, Key: crestKey()})
			if outcome.Fate != federation.Refused || outcome.Status != 0 {
				t.Errorf("POST %s: %+v", address, outcome)
			}
		}
	}
	mark, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer mark.Close()
	first, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if first.RemoteAddr().String() != mark.LocalAddr().String() {
		t.Error("somebody had connected before")
	}
}

func TestOddlyWrittenAddressesAreNotAsked(t *testing.T) {
	client := newClient(t)
	for address, want := range map[string]error{
		"https://b.test@127.0.0.1/":   federation.ErrURL, // SSR-17
		"https://b.test\\@127.0.0.1/": federation.ErrURL,
		"https://127.0.0.1/\r\nX: y":  federation.ErrURL,
		"https://127.0.0.1/\t":        federation.ErrURL,
		"https://127.0.0.1 /":         federation.ErrURL,
		"file:///etc/passwd":          federation.ErrURL, // SSR-10
		"ftp://127.0.0.1/":            federation.ErrURL,
		"gopher://127.0.0.1/":         federation.ErrURL,
		"//127.0.0.1/":                federation.ErrURL,
		"https:///actor":              federation.ErrURL,
		"https:127.0.0.1":             federation.ErrURL,
		"":                            federation.ErrURL,
		"http://b.test:443/":          federation.ErrURL,
		"https://b.test:/":            federation.ErrURL,
		"https://é.test/":             federation.ErrURL,
		"https://b.test/" + strings.Repeat("x", 2048):        federation.ErrURL,
		"https://" + ourHost + "/ag":                         federation.ErrOwnHost, // SSR-14
		"https://" + strings.ToUpper(ourHost) + ":443/actor": federation.ErrOwnHost,
		"https://1.1.1.1/actor":                              federation.ErrAddress,
		"https://[2606:4700:4700::1111]/actor":               federation.ErrAddress,
		"https://[fe80::1%25eth0]/actor":                     federation.ErrAddress,
	} {
		if _, err := client.Document(t.Context(), address); !errors.Is(err, want) {
			t.Errorf("%.60q: %v, want %v", address, err, want)
		}
	}
}

func TestRedirectsAreFollowedTwiceAndCheckedEachTime(t *testing.T) {
	p := newPeer(t)
	p.serves("/note", activityAS2, fields{"type": "Note", "id": p.URL + "/note"})
	p.redirects("/one", "/note")
	p.redirects("/two", "/one")
	p.redirects("/three", "/two")
	p.redirects("/loop", "/loop")
	p.redirects("/private", "https://10.0.0.1:6379/")
	p.redirects("/metadata", "http://169.254.169.254/latest/")
	p.redirects("/file", "file:///etc/passwd")
	p.redirects("/home", "https://"+ourHost+"/actor")
	p.redirects("/user", "https://b.test@127.0.0.1/")
	client := newClient(t)
	for path, want := range map[string]error{
		"/note": nil, "/one": nil, "/two": nil, "/three": federation.ErrRedirects, "/loop": federation.ErrRedirects, // SSR-08
		"/private": federation.ErrAddress, "/metadata": federation.ErrAddress, // SSR-07
		"/file": federation.ErrURL, "/user": federation.ErrURL, "/home": federation.ErrOwnHost, // SSR-10
	} {
		d, err := client.Document(t.Context(), p.URL+path)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
		if want == nil && d.ID != p.URL+"/note" {
			t.Errorf("%s: is %s", path, d.ID)
		}
	}
}

func TestEveryHopOfAFetchIsSignedForItself(t *testing.T) {
	p := newPeer(t)
	var hops []string
	check := func(r *http.Request) {
		s, err := federation.ParseSignature(r)
		if err == nil {
			err = s.Verify(r, nil, &dieKey().PublicKey, federation.Terms{Host: p.host(), Now: noon(), Window: federation.ConfederalWindow()})
		}
		if err != nil || s.KeyID != "https://saillans.test/actor#main-key" || r.Referer() != "" {
			t.Errorf("%s: %v, %s, from %q", r.URL, err, s.KeyID, r.Referer())
		}
		hops = append(hops, r.URL.Path)
	}
	p.mux.HandleFunc("/old", func(w http.ResponseWriter, r *http.Request) {
		check(r)
		http.Redirect(w, r, "/c/%C3%A9cole?x=1", http.StatusFound)
	})
	p.mux.HandleFunc("/c/{slug}", func(w http.ResponseWriter, r *http.Request) {
		check(r)
		w.Header().Set("Content-Type", activityAS2)
		_, _ = w.Write([]byte(`{"type":"Note","id":"` + p.URL + `/c/%C3%A9cole?x=1"}`))
	})
	if _, err := newClient(t).Document(t.Context(), p.URL+"/old"); err != nil || len(hops) != 2 {
		t.Errorf("%v after %v", err, hops)
	}
}

func TestOnlyADocumentOfTheRightTypeAtItsOwnAddressIsBelieved(t *testing.T) {
	const profile = `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`
	for name, c := range map[string]struct {
		contentType, id string
		want            error
	}{
		"activity+json":                   {activityAS2, "/note", nil},
		"with a charset":                  {activityAS2 + "; charset=utf-8", "/note", nil},
		"ld+json with the profile":        {profile, "/note", nil},
		"charset before profile":          {`application/ld+json; charset=utf-8; profile="https://www.w3.org/ns/activitystreams"`, "/note", nil},
		"ORG-02 ld+json without profile":  {"application/ld+json", "/note", federation.ErrContentType},
		"ORG-02 ld+json, another profile": {`application/ld+json; profile="https://evil.test/"`, "/note", federation.ErrContentType},
		"ORG-02 json":                     {"application/json", "/note", federation.ErrContentType},
		"ORG-02 plain text":               {"text/plain", "/note", federation.ErrContentType},
		"ORG-02 bytes":                    {"application/octet-stream", "/note", federation.ErrContentType},
		"ORG-02 none":                     {"", "/note", federation.ErrContentType},
		"ORG-02 two types":                {"text/html, " + activityAS2, "/note", federation.ErrContentType},
		"ORG-01 an id elsewhere on it":    {activityAS2, "/other", federation.ErrIdentity},
		"ORG-01 an id on another host":    {activityAS2, "https://b.test/note", federation.ErrIdentity},
		"ORG-01 an id with another query": {activityAS2, "/note?x", federation.ErrIdentity},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPeer(t)
			id := c.id
			if strings.HasPrefix(id, "/") {
				id = p.URL + id
			}
			p.serves("/note", c.contentType, fields{"type": "Note", "id": id})
			if _, err := newClient(t).Document(t.Context(), p.URL+"/note"); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestWhatAnotherHostSendsIsBounded(t *testing.T) {
	p := newPeer(t)
	large := `{"type":"Note","content":"` + strings.Repeat(" ", federation.MaxDocument) + `"}`
	p.serves("/large", activityAS2, large)
	p.mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(large))
		_ = z.Close()
		w.Header().Set("Content-Type", activityAS2)
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(b.Bytes())
	})
	p.mux.HandleFunc("/brotli", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", activityAS2)
		w.Header().Set("Content-Encoding", "br")
	})
	p.mux.HandleFunc("/headers", func(w http.ResponseWriter, _ *http.Request) { // SSR-22
		w.Header().Set("X", strings.Repeat("x", federation.MaxHeaders+8<<10))
	})
	p.mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) { // SSR-20
		w.Header().Set("Content-Type", activityAS2)
		_, _ = w.Write([]byte(`{`))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	patient, hasty := newClient(t), newClient(t, func(c *federation.Config) { c.Timeout = time.Second })
	for path, want := range map[string]string{
		"/large": string(federation.ErrTooLarge), "/bomb": string(federation.ErrTooLarge), "/brotli": string(federation.ErrContentType),
		"/headers": "exceeded", "/drip": context.DeadlineExceeded.Error(),
	} {
		client := patient
		if path == "/drip" { // which ends with the time that one has for it
			client = hasty
		}
		if _, err := client.Document(t.Context(), p.URL+path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

func TestTheFetchesOfOneActivityAreCounted(t *testing.T) {
	p := newPeer(t)
	p.serves("/note", activityAS2, fields{"type": "Note", "id": p.URL + "/note"})
	p.redirects("/one", "/note")
	ctx := federation.WithBudget(t.Context(), 3)
	client := newClient(t)
	if _, err := client.Document(ctx, p.URL+"/one"); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Document(ctx, p.URL+"/one"); !errors.Is(err, federation.ErrBudget) {
		t.Errorf("SSR-23: %v", err)
	}
	if n := p.requests.Load(); n != 3 {
		t.Errorf("SSR-23: %d requests left", n)
	}
}

func TestOnlyHostsThatAnAuthorityVouchesForAreBelieved(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", activityAS2)
		_, _ = w.Write([]byte(`{"type":"Note","id":"https://` + r.Host + `/note"}`))
	}))
	defer server.Close()
	if _, err := newClient(t).Document(t.Context(), server.URL+"/note"); err == nil || asked.Load() != 0 {
		t.Errorf("SSR-28: a certificate of nobody: %v", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	client := newClient(t, func(c *federation.Config) { c.Roots = roots })
	if _, err := client.Document(t.Context(), server.URL+"/note"); err != nil {
		t.Error(err)
	}
	other := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	if _, err := client.Document(t.Context(), other+"/note"); err == nil {
		t.Error("SSR-28: a certificate of another host was believed")
	}
}

// The environment's proxy is read once per process: the fetch is made in a process of its own.
func TestAProxyOfTheEnvironmentIsNotUsed(t *testing.T) {
	const inside = "FEDERES_TEST_PROXY"
	if os.Getenv(inside) != "" {
		if _, err := newClient(t).Document(t.Context(), "http://crest.invalid/note"); err == nil {
			t.Error("a host that is not there answered")
		}
		return
	}
	proxy := newPeer(t)
	alone := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	alone.Env = append(os.Environ(), inside+"=1", "HTTP_PROXY="+proxy.URL, "HTTPS_PROXY="+proxy.URL, "NO_PROXY=")
	if out, err := alone.CombinedOutput(); err != nil || proxy.requests.Load() != 0 {
		t.Errorf("%v, and the proxy was asked %d times\n%s", err, proxy.requests.Load(), out)
	}
}
