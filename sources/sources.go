// Package sources holds, as data, the documents whose figures a ministry imports
// when it begins with its old reports: one YAML file each says which files hold
// the figures, which published tables they have the shape of, and what was
// printed beside them. The figures themselves are in the files the ministry has.
// Package programme says what a source means and refuses the ones that are wrong.
//
// What may enter: one YAML file a document. No Go but the line that embeds them.
package sources

import "embed"

// Files are the documents, for programme.Set.LoadSources.
//
//go:embed *.yaml
var Files embed.FS
