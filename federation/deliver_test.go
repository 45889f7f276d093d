package federation_test

import (
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"federes.org/federation"
)

func crest() federation.Signer { return federation.Signer{KeyID: crestKeyID, Key: crestKey()} }

func TestADeliveryArrivesByteForByteAndSigned(t *testing.T) {
	p := newPeer(t)
	p.mux.HandleFunc("POST /c/%C3%A9cole/inbox", func(w http.ResponseWriter, r *http.Request) {
		got, _ := io.ReadAll(r.Body)
		s, err := federation.ParseSignature(r)
		if err == nil {
			err = s.Verify(r, got, &crestKey().PublicKey, federation.Terms{Host: p.host(), Now: noon(), Window: federation.ConfederalWindow()})
		}
		if err != nil || s.KeyID != crestKeyID || string(got) != body || r.Header.Get("Content-Type") != activityAS2 {
			t.Errorf("%v, %s, %s", err, s.KeyID, got)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	got := newClient(t).Deliver(t.Context(), p.URL+"/c/%C3%A9cole/inbox", []byte(body), crest())
	if got.Fate != federation.Delivered || got.Status != http.StatusNoContent || got.Err != nil {
		t.Errorf("%+v", got)
	}
}

func TestTheAnswerOfAnInboxDecidesWhatBecomesOfADelivery(t *testing.T) {
	day := 24 * time.Hour
	for _, c := range []struct {
		status     int
		retryAfter string
		fate       federation.Fate
		retry      time.Duration
		asked      int32
	}{
		{200, "", federation.Delivered, 0, 1},
		{202, "", federation.Delivered, 0, 1},
		{307, "", federation.Refused, 0, 1}, // SSR-19
		{400, "", federation.Refused, 0, 1},
		{401, "", federation.Deferred, 0, 1},
		{403, "", federation.Refused, 0, 1},
		{404, "", federation.Refused, 0, 1},
		{410, "", federation.Refused, 0, 1},
		{429, "", federation.Deferred, 0, 1},
		{429, "0", federation.Deferred, 0, 3},
		{429, "300", federation.Deferred, 5 * time.Minute, 1},
		{429, noon().Add(time.Hour).Format(http.TimeFormat), federation.Deferred, time.Hour, 1},
		{429, "99999999999", federation.Deferred, day, 1},
		{500, "", federation.Deferred, 0, 3},
		{501, "", federation.Refused, 0, 1},
		{503, "3600", federation.Deferred, time.Hour, 1},
	} {
		t.Run(strconv.Itoa(c.status)+" "+c.retryAfter, func(t *testing.T) {
			t.Parallel()
			p := newPeer(t)
			p.mux.HandleFunc("POST /inbox", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "/elsewhere")
				if c.retryAfter != "" {
					w.Header().Set("Retry-After", c.retryAfter)
				}
				w.WriteHeader(c.status)
			})
			got := newClient(t).Deliver(t.Context(), p.URL+"/inbox", []byte(body), crest())
			if got.Fate != c.fate || got.Status != c.status || got.Retry != c.retry || federation.Gone(got.Err) != (c.status == 404 || c.status == 410) {
				t.Errorf("%+v", got)
			}
			if n := p.requests.Load(); n != c.asked {
				t.Errorf("asked %d times, want %d", n, c.asked)
			}
		})
	}
}

func TestAShortBlipIsRepeatedWithTheSameBytesSignedAnew(t *testing.T) {
	p := newPeer(t)
	var clock atomic.Int64
	now := func() time.Time { return noon().Add(time.Duration(clock.Load()) * time.Minute) }
	p.mux.HandleFunc("POST /inbox", func(w http.ResponseWriter, r *http.Request) {
		got, _ := io.ReadAll(r.Body)
		s, err := federation.ParseSignature(r)
		if err == nil {
			err = s.Verify(r, got, &crestKey().PublicKey, federation.Terms{Host: p.host(), Now: now(), Window: federation.Window{}})
		}
		if err != nil {
			t.Errorf("attempt %d: %v", clock.Load()+1, err)
		}
		if clock.Add(1) <= 2 {
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	got := newClient(t, func(c *federation.Config) { c.Now = now }).Deliver(t.Context(), p.URL+"/inbox", []byte(body), crest())
	if got.Fate != federation.Delivered || clock.Load() != 3 {
		t.Errorf("%+v after %d attempts", got, clock.Load())
	}
}

func TestAnAbsentHostIsTriedAgainLater(t *testing.T) {
	p := newPeer(t)
	p.Close()
	if got := newClient(t).Deliver(t.Context(), p.URL+"/inbox", []byte(body), crest()); got.Fate != federation.Deferred || got.Status != 0 || got.Err == nil {
		t.Errorf("%+v", got)
	}
}
