package assets

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var files embed.FS

// Prefix is where Handler is mounted.
const Prefix = "/assets/"

// served is the bundle in the binary.
var served = open(files)

type bundle struct {
	files fs.FS
	names map[string]string // "app.js" to "app-1A2B3C4D.js"
}

func open(root fs.FS) bundle {
	dist, err := fs.Sub(root, "dist")
	if err != nil {
		panic(err) // the directory is embedded by the line above
	}
	b := bundle{files: dist, names: map[string]string{}}
	if data, err := fs.ReadFile(dist, "manifest.json"); err == nil {
		if err := json.Unmarshal(data, &b.names); err != nil {
			panic("assets: dist/manifest.json: " + err.Error())
		}
	}
	return b
}

// Available tells that the binary was built with the bundle. Without it pages
// are plain HTML, and say how to build it.
func Available() bool { return len(served.names) > 0 }

// Path is the address of a file by its plain name ("app.js",
// "app-rtl.css", "app-ltr.css", "regions.json", "provinces.json",
// "licences.txt", "icon.svg"); empty when the bundle does not hold it.
func Path(name string) string {
	if file, ok := served.names[name]; ok {
		return Prefix + file
	}
	return ""
}

// Read is the content of a file by its plain name, for a document that carries
// what it needs; false when the bundle does not hold it.
func Read(name string) ([]byte, bool) {
	file, ok := served.names[name]
	if !ok {
		return nil, false
	}
	data, err := fs.ReadFile(served.files, file)
	return data, err == nil
}

// Handler serves the bundle under Prefix. Names carry a hash of the content,
// so a browser may keep a file for a year without asking again.
func Handler() http.Handler { return served }

func (b bundle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	if !b.has(name) {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Accept-Encoding")
	if zipped := name + ".gz"; acceptsGzip(r) && b.stored(zipped) {
		header.Set("Content-Encoding", "gzip")
		name = zipped
	}
	http.ServeFileFS(w, r, b.files, name)
}

// has tells that name is a hashed file of the manifest: nothing else is served.
func (b bundle) has(name string) bool {
	for _, file := range b.names {
		if file == name {
			return true
		}
	}
	return false
}

func (b bundle) stored(name string) bool {
	_, err := fs.Stat(b.files, name)
	return err == nil
}

func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if coding == "gzip" {
			return strings.ReplaceAll(quality, " ", "") != "q=0"
		}
	}
	return false
}

// contentType does not ask the machine: a slim container has no mime tables.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	return "text/plain; charset=utf-8"
}
