package facts

import (
	"fmt"

	"sanad/calendar"
	"sanad/locale"
)

// Association is a partner of the pole: it runs institutions, applies in calls,
// attends training.
type Association struct {
	Name   locale.Text
	Number string // in no register: it says that the association is made up
	Place
	Region    string // slug
	Since     calendar.Date
	President Person
}

// aims and objects make the names of associations.
var aims = []locale.Text{
	{Ar: "الأمل", Fr: "Al Amal"}, {Ar: "النور", Fr: "Ennour"}, {Ar: "التضامن", Fr: "Attadamoun"}, {Ar: "الكرامة", Fr: "Al Karama"},
	{Ar: "الوفاء", Fr: "Al Wafae"}, {Ar: "الرحمة", Fr: "Arrahma"}, {Ar: "البر", Fr: "Al Birr"}, {Ar: "المستقبل", Fr: "Al Moustaqbal"},
	{Ar: "الإحسان", Fr: "Al Ihsane"}, {Ar: "آفاق", Fr: "Afaq"}, {Ar: "بسمة", Fr: "Basma"}, {Ar: "أيادي الخير", Fr: "Ayadi Al Khayr"},
	{Ar: "الشروق", Fr: "Achourouk"}, {Ar: "السلام", Fr: "Assalam"}, {Ar: "الحياة", Fr: "Al Hayat"}, {Ar: "المبادرة", Fr: "Al Moubadara"},
	{Ar: "التعاون", Fr: "Attaaoun"}, {Ar: "الانطلاقة", Fr: "Al Intilaqa"}, {Ar: "النهضة", Fr: "Annahda"}, {Ar: "الأطلس", Fr: "Al Atlas"},
	{Ar: "الواحة", Fr: "Al Waha"}, {Ar: "الياسمين", Fr: "Yasmine"}, {Ar: "الزيتونة", Fr: "Zaytouna"}, {Ar: "النخيل", Fr: "Annakhil"},
	{Ar: "الفتح", Fr: "Al Fath"}, {Ar: "الهدى", Fr: "Al Houda"}, {Ar: "الجسر", Fr: "Al Jisr"}, {Ar: "إشعاع", Fr: "Ichaa"},
	{Ar: "تواصل", Fr: "Tawassoul"}, {Ar: "سند الخير", Fr: "Sanad Al Khayr"},
}

var objects = []locale.Text{
	{Ar: "للتنمية الاجتماعية", Fr: "pour le développement social"}, {Ar: "للرعاية الاجتماعية", Fr: "pour la protection sociale"},
	{Ar: "لدعم تمدرس الفتاة القروية", Fr: "pour la scolarisation des filles rurales"}, {Ar: "للأشخاص في وضعية إعاقة", Fr: "pour les personnes en situation de handicap"},
	{Ar: "للمرأة والطفل", Fr: "pour la femme et l'enfant"}, {Ar: "للعمل الخيري", Fr: "de bienfaisance"},
	{Ar: "لحماية الطفولة", Fr: "pour la protection de l'enfance"}, {Ar: "لرعاية المسنين", Fr: "pour les personnes âgées"},
	{Ar: "للتكوين والإدماج", Fr: "pour la formation et l'insertion"}, {Ar: "للثقافة والتنمية", Fr: "pour la culture et le développement"},
}

var table03, table15 = Report("03-institutions-by-region-category"), Report("15-irtiqaa-by-region")

// Associations draws the partners of the pole: in each region as many as attend
// training there (table 15) and as many as its institutions need.
func Associations(o Options) []Association {
	d := o.drawn("associations")
	var out []Association
	taken := map[string]bool{}
	for _, slug := range regions() {
		codes := provincesOf(slug)
		for i, n := range Share(o.associations(slug), weightsOf(codes)) {
			for range n {
				a := d.association(d.within(codes[i], false), taken)
				a.Region, a.Number = slug, fmt.Sprintf("ج-تجريبي-%05d", len(out)+1)
				out = append(out, a)
			}
		}
	}
	return out
}

func (o Options) associations(slug string) int {
	return max(o.attending(slug), o.scaled(table03.Int(slug, "total"))*9/10+60)
}

// attending is how many associations of a region attend training.
func (o Options) attending(slug string) int {
	for _, key := range table15.Keys() {
		if key == slug {
			return max(o.scaled(table15.Int(slug, "associations")), 1)
		}
	}
	return 0
}

func (d draw) association(at Place, taken map[string]bool) Association {
	aim, object := oneOf(d, aims), oneOf(d, objects)
	name := locale.Text{Ar: fmt.Sprintf("جمعية %s %s - %s", aim.Ar, object.Ar, at.Name().Ar), Fr: fmt.Sprintf("Association %s %s - %s", aim.Fr, object.Fr, at.Name().Fr)}
	for n, base := 2, name; taken[name.Ar]; n++ {
		name = locale.Text{Ar: fmt.Sprintf("%s %d", base.Ar, n), Fr: fmt.Sprintf("%s %d", base.Fr, n)}
	}
	taken[name.Ar] = true
	since := d.day(calendar.MustDate("1985-01-01"), calendar.MustDate("2013-12-31"))
	return Association{Name: name, Place: at, Since: since, President: d.somebody(35, End)}
}

// byRegion are the places of the associations of each region in their list.
func byRegion(list []Association) map[string][]int {
	out := map[string][]int{}
	for i, a := range list {
		out[a.Region] = append(out[a.Region], i)
	}
	return out
}

func weightsOf(codes []string) []int {
	out := make([]int, len(codes))
	for i, code := range codes {
		out[i] = population[code]
	}
	return out
}
