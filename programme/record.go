package programme

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"sanad/calendar"
)

// dateType is a day in an expression: CEL has instants only, and an instant is
// not a day.
var dateType = types.NewOpaqueType("date").WithTraits(traits.ComparerType)

// day is a calendar.Date in an expression; days compare with < and ==.
type day calendar.Date

func (d day) ConvertToNative(reflect.Type) (any, error) {
	return nil, fmt.Errorf("a date stays a date")
}

func (d day) ConvertToType(t ref.Type) ref.Val { return noConversion(d, t) }
func (d day) Type() ref.Type                   { return dateType }
func (d day) Value() any                       { return calendar.Date(d) }

func (d day) Equal(other ref.Val) ref.Val {
	o, ok := other.(day)
	return types.Bool(ok && o == d)
}

func (d day) Compare(other ref.Val) ref.Val {
	o, ok := other.(day)
	switch {
	case !ok:
		return types.MaybeNoSuchOverloadErr(other)
	case d < o:
		return types.IntNegOne
	case d > o:
		return types.IntOne
	}
	return types.IntZero
}

func noConversion(v ref.Val, t ref.Type) ref.Val {
	return types.NewErr("%s is not converted to %s", v.Type().TypeName(), t.TypeName())
}

// recordType is the static type of the answers, of the items of one list, or of
// the parameters: so that a key that does not exist fails when the programme is
// loaded.
type recordType struct {
	name   string
	cel    *types.Type
	keys   []string
	fields map[string]*types.FieldType
	form   map[string]*Field // questions, for what only a form knows (options)
}

func newRecordType(name string) *recordType {
	return &recordType{
		name: name, cel: types.NewObjectType(name),
		fields: map[string]*types.FieldType{}, form: map[string]*Field{},
	}
}

func (t *recordType) add(key string, typ *types.Type, from func(r *record) (any, error)) {
	t.keys = append(t.keys, key)
	t.fields[key] = &types.FieldType{
		Type:  typ,
		IsSet: func(target any) bool { _, ok := target.(*record).values[key]; return ok },
		GetFrom: func(target any) (any, error) {
			return from(target.(*record))
		},
	}
}

// record is one value of a recordType. It reads the answers in place: a
// decision touches few of them, and copying all would cost more than deciding.
type record struct {
	typ    *recordType
	values map[string]any
	facts  Facts // of the parties that answers name
	fact   *Fact // of a party itself, see partyType
}

func (r *record) ConvertToNative(reflect.Type) (any, error) {
	return nil, fmt.Errorf("a record stays a record")
}

func (r *record) ConvertToType(t ref.Type) ref.Val { return noConversion(r, t) }

// Equal: parties are the same when their identifiers are.
func (r *record) Equal(other ref.Val) ref.Val {
	o, ok := other.(*record)
	return types.Bool(ok && (o == r || r.typ == partyType && o.typ == partyType && r.values["id"] == o.values["id"]))
}

func (r *record) Type() ref.Type { return r.typ.cel }
func (r *record) Value() any     { return r }

// answersType is the type of the answers to some fields; prefix is what a
// missing answer is called before its key, "orphans." for items.
func answersType(name, prefix string, fields []*Field) (*recordType, map[string]*recordType) {
	t, lists := newRecordType(name), map[string]*recordType{}
	for _, f := range fields {
		t.form[f.Key] = f
		typ, convert := scalarType(f)
		if f.Type == ListField {
			of, _ := answersType(name+"_"+f.Key, f.Key+".", refs(f.Fields))
			lists[f.Key] = of
			typ, convert = types.NewListType(of.cel), listOf(of)
		}
		t.add(f.Key, typ, noRows(f, answer(f.Key, prefix+f.Key, convert)))
	}
	return t, lists
}

// noRows: a list that may stay empty and was asked has no rows when none were
// written; that is not an unknown.
func noRows(f *Field, from func(*record) (any, error)) func(*record) (any, error) {
	if f.Required || f.Type != ListField && f.Type != ChoicesField {
		return from
	}
	return func(r *record) (any, error) {
		if v, asked := r.values[f.Key]; asked && v == nil {
			return types.NewDynamicList(types.DefaultTypeAdapter, []any{}), nil
		}
		return from(r)
	}
}

// conversion makes a value of an answer of a record.
type conversion func(r *record, v any) (ref.Val, bool)

// answer reads one answer: unanswered and not asked are both unknown to a rule.
func answer(key, name string, convert conversion) func(*record) (any, error) {
	missing := types.NewUnknown(1, types.NewAttributeTrail(name))
	return func(r *record) (any, error) {
		v := r.values[key]
		if v == nil {
			return missing, nil
		}
		val, ok := convert(r, v)
		if !ok {
			return nil, fmt.Errorf("answer %s holds %T, which its field cannot", name, v)
		}
		return val, nil
	}
}

func scalarType(f *Field) (*types.Type, conversion) {
	switch f.Type {
	case YesNoField:
		return types.BoolType, func(_ *record, v any) (ref.Val, bool) { b, ok := v.(bool); return types.Bool(b), ok }
	case IntField, MoneyField, ItemField:
		return types.IntType, func(_ *record, v any) (ref.Val, bool) { n, ok := v.(int64); return types.Int(n), ok }
	case DateField:
		return dateType, func(_ *record, v any) (ref.Val, bool) {
			s, _ := v.(string)
			d, err := calendar.ParseDate(s)
			return day(d), err == nil
		}
	case ChoicesField:
		return types.NewListType(types.StringType), func(_ *record, v any) (ref.Val, bool) {
			codes, ok := v.([]any)
			return types.NewDynamicList(types.DefaultTypeAdapter, codes), ok
		}
	case PersonField, OrganisationField, EstablishmentField, DossierField:
		return partyType.cel, func(r *record, v any) (ref.Val, bool) {
			id, ok := v.(string)
			return r.facts.party(id), ok
		}
	}
	return types.StringType, func(_ *record, v any) (ref.Val, bool) { s, ok := v.(string); return types.String(s), ok }
}

func listOf(of *recordType) conversion {
	return func(r *record, v any) (ref.Val, bool) {
		items, ok := v.([]any)
		vals := make([]ref.Val, len(items))
		for i, item := range items {
			m, isMap := item.(map[string]any)
			ok = ok && isMap
			vals[i] = &record{typ: of, values: m, facts: r.facts}
		}
		return types.NewRefValList(types.DefaultTypeAdapter, vals), ok
	}
}

// provider tells CEL the record types of one programme.
type provider struct {
	types.Provider
	records map[string]*recordType
}

func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if r, ok := p.records[name]; ok {
		return types.NewTypeTypeWithParam(r.cel), true
	}
	return p.Provider.FindStructType(name)
}

func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	if r, ok := p.records[name]; ok {
		return r.keys, true
	}
	return p.Provider.FindStructFieldNames(name)
}

func (p *provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if r, ok := p.records[name]; ok {
		f, found := r.fields[field]
		return f, found
	}
	return p.Provider.FindStructFieldType(name, field)
}
