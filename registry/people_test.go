package registry_test

import (
	"context"
	"testing"

	"sanad/act"
	"sanad/calendar"
	"sanad/registry"
	"sanad/territory"
)

// People who do not exist: names put together by a counter.
var (
	women = []registry.Name{{"فاطمة", "Fatima"}, {"فاطمة الزهراء", "Fatima Ezzahra"}, {"خديجة", "Khadija"}, {"عائشة", "Aicha"}, {"نعيمة", "Naima"}, {"رشيدة", "Rachida"},
		{"مليكة", "Malika"}, {"زهرة", "Zohra"}, {"حليمة", "Halima"}, {"سعيدة", "Saida"}, {"لطيفة", "Latifa"}, {"آية", "Aya"}, {"مريم", "Meryem"}, {"سلمى", "Salma"}, {"هاجر", "Hajar"}}
	men = []registry.Name{{"محمد", "Mohamed"}, {"محمد أمين", "Mohamed Amine"}, {"أحمد", "Ahmed"}, {"يوسف", "Youssef"}, {"عبد الله", "Abdellah"}, {"الحسين", "Lhoucine"},
		{"حسن", "Hassan"}, {"إبراهيم", "Brahim"}, {"عمر", "Omar"}, {"رشيد", "Rachid"}, {"أيوب", "Ayoub"}}
	families = []registry.Name{{"العلوي", "El Alaoui"}, {"الإدريسي", "El Idrissi"}, {"الفاسي", "El Fassi"}, {"بناني", "Bennani"}, {"الناصري", "Naciri"}, {"آيت الطالب", "Ait Taleb"},
		{"بن علي", "Benali"}, {"الحداد", "Haddad"}, {"برادة", "Berrada"}, {"الزياني", "Ziani"}, {"المرابط", "Mrabet"}, {"الشرقاوي", "Cherkaoui"}, {"أوحساين", "Ouhssaine"},
		{"الوزاني", "Ouazzani"}, {"الغازي", "El Ghazi"}, {"السوسي", "Soussi"}, {"المنصوري", "Mansouri"}, {"بوزيان", "Bouziane"}, {"الكتاني", "Kettani"}, {"جبار", "Jabbar"}}
)

var provinces = territory.Provinces()

// pair is a given and a family name in both scripts; the lists above hold the
// Arabic and the Latin spelling of one name.
func pair(given, family registry.Name) (arabic, latin registry.Name) {
	return registry.Name{Given: given.Given, Family: family.Given}, registry.Name{Given: given.Family, Family: family.Family}
}

// family is the n-th family: a mother with a card and two children.
func family(n int) registry.Family {
	province := provinces[n%len(provinces)].Code
	name := families[n/31%len(families)]
	f := registry.Family{
		Mother: registry.Draft{Sex: registry.Female, Birth: calendar.Birth{On: calendar.NewDate(1950+n%40, 1, 1+n%365), Precision: calendar.ByDay},
			Province: province, Identifiers: []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(n)}}},
		Children: make([]registry.Draft, 2),
	}
	f.Mother.Arabic, f.Mother.Latin = pair(women[n%len(women)], families[n/len(women)%len(families)])
	f.Husband.Arabic, f.Husband.Latin = pair(men[n%len(men)], name)
	f.Husband.DiedOn = calendar.NewDate(2014, 1, 1+n%365)
	for i := range f.Children {
		child := registry.Draft{Sex: registry.Male, Birth: calendar.Birth{On: calendar.NewDate(2004+i, 1, 1+n%365), Precision: calendar.ByDay}, Province: province}
		child.Arabic, child.Latin = pair(men[(n+i)%len(men)], name)
		f.Children[i] = child
	}
	return f
}

func testKeys(t testing.TB) *registry.Keys {
	t.Helper()
	k, err := registry.NewKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func nothing(context.Context, *act.Step) (any, error) { return nil, nil }
