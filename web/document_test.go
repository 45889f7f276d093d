package web_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"federes.org/commune"
)

var openDocuments = fmt.Sprintf("/items/%d/documents", openItem)

// upload sends a file as a form does.
func (b browser) upload(path, name string, content []byte) answer {
	b.w.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	part, err := parts.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = parts.WriteField("title", "Le devis")
	}
	if err == nil {
		err = parts.Close()
	}
	if err != nil {
		b.w.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, b.w.server.URL+path, &body)
	if err != nil {
		b.w.Fatal(err)
	}
	r.Header.Set("Content-Type", parts.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := b.Do(r)
	if err != nil {
		b.w.Fatal(err)
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		b.w.Fatal(err)
	}
	read, err := html.Parse(bytes.NewReader(said))
	if err != nil {
		b.w.Fatal(err)
	}
	return answer{b.w, response.StatusCode, response.Header, said, read}
}

func TestAFileIsJoinedAndServedAsSomethingToKeep(t *testing.T) {
	w := scene(t, planned)
	awa := w.as(member)
	content := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte{0, 255, '<'}, commune.MaxFile/4)...)
	awa.upload(openDocuments, "devis signé.pdf", content).is(http.StatusSeeOther)
	a := awa.get(fmt.Sprint("/meetings/", secondMeeting))
	a.reads("Le devis PDF, 8 Mo")
	got := w.as(lapsed).get("/documents/2").is(http.StatusOK)
	if !bytes.Equal(got.body, content) {
		t.Errorf("%d bytes came back", len(got.body))
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Disposition": "attachment; filename*=utf-8''devis%20sign%C3%A9.pdf",
		"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s is %q", name, got.header.Get(name))
		}
	}
	w.as(stranger).get("/documents/2").is(http.StatusSeeOther)
	w.as(keeper).post("/documents/2/removal", nil).is(http.StatusForbidden)
	awa.post("/documents/2/removal", nil).is(http.StatusSeeOther)
	awa.get("/documents/2").is(http.StatusNotFound)
}

func TestAnUploadIsBoundedAndOthersAreAsBefore(t *testing.T) {
	w := scene(t, planned)
	awa := w.as(member)
	for name, content := range map[string][]byte{
		"grand.pdf": append([]byte("%PDF-"), make([]byte, commune.MaxFile)...), "page.html": []byte("<script>"), "vide.pdf": {},
		"faux.pdf": []byte("<html>"),
	} {
		a := awa.upload(openDocuments, name, content).is(http.StatusUnprocessableEntity)
		if attr(a.one("input", "name", "file"), "aria-invalid") != "true" || a.typed("title") != "Le devis" {
			t.Errorf("%s: the form does not say what is wrong", name)
		}
	}
	if got := w.as(stranger).upload(openDocuments, "devis.pdf", []byte("%PDF-1.7")); got.status != http.StatusForbidden {
		t.Errorf("a stranger's upload: %d", got.status)
	}
	awa.post(editOpenItem, itemText(0, strings.Repeat("é", 300<<10))).is(http.StatusRequestEntityTooLarge)
}

func TestALinkIsJoinedAndLeadsOutWithoutSayingFromWhere(t *testing.T) {
	w := scene(t, planned)
	awa := w.as(member)
	awa.post(openDocuments, form("url", "javascript:alert(1)", "title", "Pad")).is(http.StatusUnprocessableEntity).reads("Ce n’est pas l’adresse d’une page")
	awa.post(openDocuments, form("url", "https://pad.example/p/local", "title", "Pad")).is(http.StatusSeeOther)
	a := awa.get(fmt.Sprint("/meetings/", secondMeeting))
	if link := a.one("a", "href", "https://pad.example/p/local"); attr(link, "rel") != "noreferrer noopener" {
		t.Errorf("the link says from where: %q", attr(link, "rel"))
	}
	awa.get("/documents/2").is(http.StatusNotFound)
}
