package assets

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// sample is a bundle as build.mjs leaves it, so that the tests need no Node.
var sample = open(fstest.MapFS{
	"dist/manifest.json":       {Data: []byte(`{"app.js":"app-AAAA0000.js","x.woff2":"x-BBBB0000.woff2"}`)},
	"dist/app-AAAA0000.js":     {Data: []byte("plain")},
	"dist/app-AAAA0000.js.gz":  {Data: []byte("zipped")},
	"dist/x-BBBB0000.woff2":    {Data: []byte("font")},
	"dist/forgotten-00000.txt": {Data: []byte("secret")},
})

func get(b bundle, path, accept string) *http.Response {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w.Result()
}

func TestHandler(t *testing.T) {
	cases := []struct {
		path, accept string
		status       int
		body, kind   string
	}{
		{"/assets/app-AAAA0000.js", "", 200, "plain", "text/javascript; charset=utf-8"},
		{"/assets/app-AAAA0000.js", "br, gzip;q=0.8", 200, "zipped", "text/javascript; charset=utf-8"},
		{"/assets/app-AAAA0000.js", "gzip;q=0", 200, "plain", "text/javascript; charset=utf-8"},
		{"/assets/x-BBBB0000.woff2", "gzip", 200, "font", "font/woff2"},
		{"/assets/app.js", "", 404, "", ""},
		{"/assets/forgotten-00000.txt", "", 404, "", ""},
		{"/assets/manifest.json", "", 404, "", ""},
		{"/assets/../assets.go", "", 404, "", ""},
		{"/assets/", "", 404, "", ""},
	}
	for _, c := range cases {
		answer := get(sample, c.path, c.accept)
		body, _ := io.ReadAll(answer.Body)
		if answer.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d", c.path, answer.StatusCode, c.status)
			continue
		}
		if c.status != 200 {
			continue
		}
		if string(body) != c.body || answer.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s (%s): %q as %q", c.path, c.accept, body, answer.Header.Get("Content-Type"))
		}
		if !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: not kept by the browser", c.path)
		}
	}
}

func TestWithoutBundle(t *testing.T) {
	empty := open(fstest.MapFS{"dist/.gitkeep": {}})
	if len(empty.names) != 0 {
		t.Error("an empty dist is no bundle")
	}
	if get(empty, "/assets/app.js", "").StatusCode != 404 {
		t.Error("served from an empty bundle")
	}
}

// TestOwnStyleIsLogical holds the sheet to what Arabic needs.
func TestOwnStyleIsLogical(t *testing.T) {
	sheet, err := os.ReadFile("src/app.css")
	if err != nil {
		t.Fatal(err)
	}
	physical := regexp.MustCompile(`(margin|padding|border|inset)-(left|right|top|bottom)|[^-\w](left|right)\s*:|text-align:\s*(left|right)|float:\s*(left|right)|font-style:\s*italic|letter-spacing:\s*[1-9.]`)
	for i, line := range strings.Split(string(sheet), "\n") {
		if found := physical.FindString(line); found != "" {
			t.Errorf("src/app.css:%d: %q", i+1, found)
		}
	}
}
