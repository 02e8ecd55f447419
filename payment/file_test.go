package payment_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sanad/payment"
)

// The XML is held against the published schemas by xmllint; the schemas come from
// the module cache and are never committed.
func TestFilesAreWholeAndValid(t *testing.T) {
	each(t, func(w *world) {
		w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		post := w.grant("2020-12-10", "2010-03-15")
		_, err := w.pay.SetPayee(w.Context(), w.request(post), payment.Payee{Way: "post", Holder: "A & B <C>", Account: "ZZ123456"})
		w.refused(err, "payment.holder-letters")
		_, err = w.pay.SetPayee(w.Context(), w.request(post), payment.Payee{Way: "post", Holder: "L'AFRICAINE (MERE)", Account: "ZZ123456"})
		w.must(err)
		w.fund(2021, 100_000*dh)
		r := w.pays(payment.Regular)
		folder := t.TempDir()
		files, err := w.pay.MakeFiles(w.Context(), w.runRequest(w.officer, r.ID), folder)
		w.must(err)
		if len(files) != 3 || w.run(r.ID).State != payment.Sent {
			t.Fatalf("files %+v", files)
		}
		again, err := w.pay.MakeFiles(w.Context(), w.runRequest(w.officer, r.ID), t.TempDir())
		w.must(err)
		for i, f := range files {
			if !bytes.Equal(f.SHA256, again[i].SHA256) {
				t.Errorf("%s is not the same made again", f.Name)
			}
		}
		if parts, _ := filepath.Glob(filepath.Join(folder, ".*")); len(parts) != 0 {
			t.Errorf("left beside: %v", parts)
		}
		validate(t, filepath.Join(folder, r.Reference+"-bank.xml"), "payments_initiation_11/pain.001.001.10_1.xsd")
		cash, err := os.ReadFile(filepath.Join(folder, r.Reference+"-post.csv"))
		w.must(err)
		if !strings.Contains(string(cash), "L'AFRICAINE (MERE);ZZ123456;700.00") || !strings.Contains(string(cash), "total;1;;700.00") {
			t.Errorf("the cash list:\n%s", cash)
		}
	})
}

// validate holds a file against a schema of ISO 20022.
func validate(t *testing.T, path, schema string) {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is missing: install Debian's package libxml2-utils")
	}
	root := schemas(t)
	out, err := exec.Command("xmllint", "--nonet", "--noout", "--schema", filepath.Join(root, schema), path).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", schema, err, out)
	}
}

// schemas is where the module of the schemas lies, fetched when it is not there.
func schemas(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("go", "mod", "download", "-json", "github.com/moov-io/iso20022@v0.2.1")
	cmd.Dir = t.TempDir()
	w, err := os.Create(filepath.Join(cmd.Dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(w, "module schemas")
	w.Close()
	out, err := cmd.Output()
	var m struct{ Dir string }
	if err != nil || json.Unmarshal(out, &m) != nil || m.Dir == "" {
		t.Skipf("the schemas cannot be had: go mod download github.com/moov-io/iso20022@v0.2.1 says %v %s", err, out)
	}
	return filepath.Join(m.Dir, "docs", "specifications")
}

// The older version and fixed columns are a matter of payment.yaml.
func TestLayoutsAreASetting(t *testing.T) {
	set := twins(t, "format: pain.001.001.10", "format: pain.001.001.09", "  - id: control\n    format: csv", "  - id: control\n    format: fixed",
		"{field: reference}", "{field: reference, width: 24}", "{field: holder}", "{field: holder, width: 10}", "{field: account}", "{field: account, width: 24}",
		"{field: amount}", `{field: centimes, width: 12, right: true, pad: "0"}`, "{field: period}", "{field: period, width: 7}", "{field: province}", "{field: province, width: 6}")
	eachTwin(t, set, func(w *world) {
		w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		r := w.pays(payment.Regular)
		folder := t.TempDir()
		_, err := w.pay.MakeFiles(w.Context(), w.runRequest(w.officer, r.ID), folder)
		w.must(err)
		bank := filepath.Join(folder, r.Reference+"-bank.xml")
		text, err := os.ReadFile(bank)
		w.must(err)
		if !bytes.Contains(text, []byte("tech:xsd:pain.001.001.09\"")) || !bytes.Contains(text, []byte("<CtrlSum>700.00</CtrlSum>")) {
			t.Errorf("the file:\n%s", text)
		}
		// The module has no schema of the ninth version; what we write of it is in the tenth unchanged.
		w.must(os.WriteFile(bank, bytes.ReplaceAll(text, []byte("pain.001.001.09"), []byte("pain.001.001.10")), 0o600))
		validate(t, bank, "payments_initiation_11/pain.001.001.10_1.xsd")
		fixed, err := os.ReadFile(filepath.Join(folder, r.Reference+"-control.txt"))
		w.must(err)
		want := fmt.Sprintf("%-24s%-10s%s%012d%s%s\r\n", r.Reference+"-000001", "FATIMA ALA", w.account(w.n), 70000, "2021-01", rabat)
		if string(fixed) != want {
			t.Errorf("the fixed file is\n%q want\n%q", fixed, want)
		}
	})
}
