package programme

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
)

// Text is what a definition was read from, as its hash covers it: the text of
// each file by name. That of no programme holds the shared choices.
type Text struct {
	Programme string
	Hash      string // sha256 in hex
	Files     map[string]string
}

// Texts are those of the whole set. Loaded again (LoadTexts) they give the same
// definitions with the same hashes, in any later version of Sanad that still
// understands them.
func (s *Set) Texts() []Text {
	var out []Text
	if s.choiceText != "" {
		sum := sha256.Sum256([]byte(s.choiceText))
		out = append(out, Text{Hash: hex.EncodeToString(sum[:]), Files: map[string]string{choicesFile: s.choiceText}})
	}
	for _, d := range s.list {
		out = append(out, Text{Programme: d.ID, Hash: d.Hash, Files: maps.Clone(d.text)})
	}
	return out
}

// LoadTexts makes a set from texts.
//
// Errors: Problems, as Load.
func LoadTexts(texts []Text) (*Set, error) {
	var b bytes.Buffer
	archive := zip.NewWriter(&b) // a file system of the standard library that needs no disk
	for _, t := range texts {
		folder := t.Programme
		if folder != "" {
			folder += "/"
		}
		for _, name := range slices.Sorted(maps.Keys(t.Files)) {
			file, err := archive.Create(folder + name)
			if err != nil {
				return nil, err
			}
			if _, err := file.Write([]byte(t.Files[name])); err != nil {
				return nil, err
			}
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	files, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil, err
	}
	return Load(files)
}
