package programme

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"sanad/locale"
)

// The library's decoder stops at the first mistake and forgets lines; authors
// need all mistakes at once, and later checks need the lines. So the library
// parses and this file walks its tree into structs tagged `key:"name"` or
// `key:"name,need"`.

const (
	maxFile  = 128 << 10 // bytes; a definition over 400 lines means the vocabulary is wrong
	maxDepth = 12        // of free values (answers of cases)
)

// scalar is a type that reads itself from one written word.
type scalar interface {
	readScalar(text string, line int) error
}

type reader struct{ page }

// read decodes one file into the struct that out points at.
func (r reader) read(data []byte, out any) {
	if len(data) > maxFile {
		r.say(1, "split the programme", "the file has %d bytes, more than %d", len(data), maxFile)
		return
	}
	file, err := parse(data)
	if err != nil {
		line, text := where(err)
		r.say(line, "mend the YAML", "%s", text)
		return
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		r.say(1, "write one document", "the file holds no document or several")
		return
	}
	r.value(file.Docs[0].Body, reflect.ValueOf(out).Elem())
}

// parse turns a panic of the library on hostile text into an error: a
// definition may be uploaded one day, and must not stop the server.
func parse(data []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the YAML cannot be parsed: %v", p)
		}
	}()
	return parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
}

func where(err error) (int, string) {
	if y, ok := err.(yaml.Error); ok {
		if t := y.GetToken(); t != nil && t.Position != nil {
			return t.Position.Line, oneLine(y.GetMessage())
		}
		return 1, oneLine(y.GetMessage())
	}
	return 1, oneLine(err.Error())
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func lineOf(n ast.Node) int {
	if m := pairs(n); len(m) > 0 {
		n = m[0].Key
	}
	if n == nil || reflect.ValueOf(n).IsNil() || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1
	}
	return n.GetToken().Position.Line
}

func pairs(n ast.Node) []*ast.MappingValueNode {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}
	}
	return nil
}

func (r reader) value(n ast.Node, v reflect.Value) {
	if s, ok := v.Addr().Interface().(scalar); ok {
		r.scalar(n, s.readScalar)
		return
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		r.scalar(n, func(text string, _ int) error { return u.UnmarshalText([]byte(text)) })
		return
	}
	if t, ok := v.Addr().Interface().(*locale.Text); ok {
		r.text(n, t)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.mapping(n, v)
	case reflect.Slice:
		r.list(n, v)
	case reflect.Map:
		r.table(n, v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.value(n, v.Elem())
	case reflect.Interface:
		if free := r.free(n, 0); free != nil {
			v.Set(reflect.ValueOf(free))
		}
	default:
		r.plain(n, v)
	}
}

func (r reader) plain(n ast.Node, v reflect.Value) {
	switch x := r.free(n, 0).(type) {
	case string:
		if v.Kind() == reflect.String && strings.TrimSpace(x) != "" {
			v.SetString(x)
			return
		}
	case int64:
		if v.CanInt() && !v.OverflowInt(x) {
			v.SetInt(x)
			return
		}
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(x)
			return
		}
	}
	remedy := map[reflect.Kind]string{
		reflect.String: "write a text that is not empty, in quotes if it looks like a number or a boolean",
		reflect.Bool:   "write true or false",
	}[v.Kind()]
	if remedy == "" {
		remedy = "write a whole number"
	}
	r.say(lineOf(n), remedy, "%s is of the wrong type", shown(n))
}

func shown(n ast.Node) string {
	s := []rune(oneLine(n.String()))
	if len(s) > 40 {
		s = append(s[:40], '…')
	}
	return string(s)
}

func (r reader) scalar(n ast.Node, set func(string, int) error) {
	text, ok := word(n)
	if !ok {
		r.say(lineOf(n), "write one word or one expression here", "%s is not a single value", shown(n))
		return
	}
	line := lineOf(n)
	if _, block := n.(*ast.LiteralNode); block {
		line++ // the text begins under its | or >
	}
	if err := set(text, line); err != nil {
		r.say(lineOf(n), "mend the value", "%q cannot be read: %v", text, err)
	}
}

func word(n ast.Node) (string, bool) {
	switch x := n.(type) {
	case *ast.StringNode:
		return x.Value, true
	case *ast.LiteralNode:
		return strings.TrimSpace(x.Value.Value), true
	case *ast.IntegerNode:
		return x.Token.Value, true
	case *ast.BoolNode:
		return x.Token.Value, true
	}
	return "", false
}

// text reads a text in three languages, none of which may be missing.
func (r reader) text(n ast.Node, t *locale.Text) {
	var raw struct {
		Ar string `key:"ar"`
		Fr string `key:"fr"`
		En string `key:"en"`
	}
	r.mapping(n, reflect.ValueOf(&raw).Elem())
	*t = locale.Text(raw)
	for _, l := range []struct{ lang, text string }{{"Arabic (ar)", raw.Ar}, {"French (fr)", raw.Fr}, {"English (en)", raw.En}} {
		if strings.TrimSpace(l.text) == "" {
			r.say(lineOf(n), "write the text in ar, fr and en", "the %s text is missing", l.lang)
		}
	}
}

func (r reader) mapping(n ast.Node, v reflect.Value) {
	if l, ok := v.Addr().Interface().(lined); ok {
		l.setLine(lineOf(n))
	}
	fields, order, needed := keysOf(v)
	m := pairs(n)
	if _, empty := n.(*ast.MappingNode); m == nil && !empty {
		r.say(lineOf(n), "write the keys: "+strings.Join(order, ", "), "%s is not a mapping", shown(n))
		return
	}
	seen := map[string]bool{}
	for _, pair := range m {
		key := oneLine(pair.Key.String())
		field, known := fields[key]
		switch {
		case !known:
			r.say(lineOf(pair), "known keys here: "+strings.Join(order, ", "), "unknown key %q", key)
		case seen[key]:
			r.say(lineOf(pair), "keep one of the two", "the key %q stands twice", key)
		default:
			r.value(pair.Value, field)
		}
		seen[key] = true
	}
	for _, key := range needed {
		if !seen[key] {
			r.say(lineOf(n), "add it", "the key %q is missing", key)
		}
	}
}

func keysOf(v reflect.Value) (fields map[string]reflect.Value, order, needed []string) {
	fields = map[string]reflect.Value{}
	for i := range v.NumField() {
		key, need, _ := strings.Cut(v.Type().Field(i).Tag.Get("key"), ",")
		if key == "" {
			continue
		}
		fields[key] = v.Field(i)
		order = append(order, key)
		if need == "need" {
			needed = append(needed, key)
		}
	}
	return fields, order, needed
}

func (r reader) list(n ast.Node, v reflect.Value) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		r.say(lineOf(n), "write a list: lines that begin with -, or [a, b]", "%s is not a list", shown(n))
		return
	}
	out := reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values))
	for i, item := range seq.Values {
		r.value(item, out.Index(i))
	}
	v.Set(out)
}

func (r reader) table(n ast.Node, v reflect.Value) {
	if _, empty := n.(*ast.MappingNode); pairs(n) == nil && !empty {
		r.say(lineOf(n), "write key: value lines", "%s is not a mapping", shown(n))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, pair := range pairs(n) {
		key := reflect.ValueOf(oneLine(pair.Key.String()))
		if v.MapIndex(key).IsValid() {
			r.say(lineOf(pair), "keep one of the two", "the key %q stands twice", key)
		}
		item := reflect.New(v.Type().Elem()).Elem()
		r.value(pair.Value, item)
		v.SetMapIndex(key, item)
	}
}

// free reads a value of any shape: bool, int64, string, nil, []any, map[string]any.
func (r reader) free(n ast.Node, depth int) any {
	if depth > maxDepth {
		r.say(lineOf(n), "flatten it", "the value is nested more than %d deep", maxDepth)
		return nil
	}
	switch x := n.(type) {
	case *ast.NullNode:
		return nil
	case *ast.StringNode:
		return x.Value
	case *ast.LiteralNode:
		return strings.TrimSpace(x.Value.Value)
	case *ast.BoolNode:
		return x.Value
	case *ast.IntegerNode:
		return r.integer(x)
	case *ast.SequenceNode:
		items := make([]any, len(x.Values))
		for i, v := range x.Values {
			items[i] = r.free(v, depth+1)
		}
		return items
	case *ast.MappingNode, *ast.MappingValueNode:
		return r.freeMapping(n, depth)
	}
	r.say(lineOf(n), "write a text, a whole number, true, false or null; no floats, anchors or tags", "%s cannot stand here", shown(n))
	return nil
}

func (r reader) integer(x *ast.IntegerNode) any {
	switch i := x.Value.(type) {
	case int64:
		return i
	case uint64:
		if i <= 1<<63-1 {
			return int64(i)
		}
	}
	r.say(lineOf(x), "write a smaller number", "%s does not fit 64 bits", shown(x))
	return int64(0)
}

func (r reader) freeMapping(n ast.Node, depth int) any {
	m := map[string]any{}
	for _, pair := range pairs(n) {
		key := oneLine(pair.Key.String())
		if _, twice := m[key]; twice {
			r.say(lineOf(pair), "keep one of the two", "the key %q stands twice", key)
		}
		m[key] = r.free(pair.Value, depth+1)
	}
	return m
}
