package territory

import (
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/locale"
)

// Region is one of the twelve regions.
type Region struct {
	Code     string // HCP, "01"
	ISO      string // ISO 3166-2, "MA-01"
	Slug     string // as the report's tables name it, "tanger-tetouan-al-hoceima"
	Name     locale.Text
	From, To calendar.Date // first and last day; To zero: still valid
}

// Kind tells a province from a prefecture (urban).
type Kind string

// The kinds.
const (
	Prefecture Kind = "prefecture"
	Plain      Kind = "province"
)

// Province is a province or a prefecture.
type Province struct {
	Code     string // HCP, "01.511"
	ISO      string // ISO 3166-2, "MA-TNG"
	Kind     Kind
	Name     locale.Text
	From, To calendar.Date // first and last day; To zero: still valid
}

// Region is the code of the province's region.
func (p Province) Region() string { return RegionOf(p.Code) }

var (
	regionByCode   = index(regions, func(r Region) string { return r.Code })
	regionBySlug   = index(regions, func(r Region) string { return r.Slug })
	provinceByCode = index(provinces, func(p Province) string { return p.Code })
)

func index[T any](list []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, v := range list {
		m[key(v)] = v
	}
	return m
}

// Regions are the twelve regions in the order of their codes.
func Regions() []Region { return slices.Clone(regions) }

// Provinces are the 75 provinces and prefectures, region by region, in the
// order of the official list.
func Provinces() []Province { return slices.Clone(provinces) }

// ProvincesOf are the provinces of a region.
func ProvincesOf(region string) []Province {
	return slices.DeleteFunc(Provinces(), func(p Province) bool { return p.Region() != region })
}

// RegionByCode finds a region by its code ("01").
func RegionByCode(code string) (Region, bool) {
	r, ok := regionByCode[code]
	return r, ok
}

// RegionBySlug finds a region by the name it has in the report's tables.
func RegionBySlug(slug string) (Region, bool) {
	r, ok := regionBySlug[slug]
	return r, ok
}

// ProvinceByCode finds a province by its code ("01.511").
func ProvinceByCode(code string) (Province, bool) {
	p, ok := provinceByCode[code]
	return p, ok
}

// RegionOf is the region's code in the code of a province or commune.
func RegionOf(code string) string {
	region, _, _ := strings.Cut(code, ".")
	return region
}

// Name is the name of a region or province in a language, the code itself when
// there is no such place.
func Name(code string, lang locale.Lang) string { return Label(code).In(lang) }

// Label is the name of a region or province in every language, the code itself
// when there is no such place: what a message takes as an argument.
func Label(code string) locale.Text {
	if r, ok := regionByCode[code]; ok {
		return r.Name
	}
	if p, ok := provinceByCode[code]; ok {
		return p.Name
	}
	return locale.Text{Ar: code, Fr: code, En: code}
}
