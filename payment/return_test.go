package payment_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/fault"
	"sanad/money"
	"sanad/payment"
)

// back is a payment that a bank sends back.
type back struct {
	reference string
	amount    money.Amount
	reason    string
}

// pain002 is a status report as a bank writes it: some rejected, one accepted.
func pain002(message string, list ...back) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.11"><CstmrPmtStsRpt><GrpHdr><MsgId>` + message +
		`</MsgId><CreDtTm>2021-02-01T08:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>W1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.10</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>W1</OrgnlPmtInfId>`)
	for _, x := range list {
		fmt.Fprintf(&b, "<TxInfAndSts><OrgnlEndToEndId>%s</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>%s</Cd></Rsn></StsRsnInf>", x.reference, x.reason)
		fmt.Fprintf(&b, `<OrgnlTxRef><Amt><InstdAmt Ccy="MAD">%v</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`+"\n", x.amount)
	}
	b.WriteString("<TxInfAndSts><OrgnlEndToEndId>W1-2021-01-001-000099</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n")
	return b.String()
}

// camt054 is a notification: an entry for each return, and a debit that is none.
func camt054(message string, list ...back) string {
	var b strings.Builder
	sum := money.Amount(0)
	for _, x := range list {
		sum += x.amount
	}
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>` + message +
		`</MsgId><CreDtTm>2021-02-01T08:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>` + message + `</Id><Acct><Id><Othr><Id>310810100002400047120193</Id></Othr></Id></Acct>`)
	fmt.Fprintf(&b, "<TxsSummry><TtlCdtNtries><NbOfNtries>%d</NbOfNtries><Sum>%v</Sum></TtlCdtNtries></TxsSummry>\n", len(list), sum)
	entry := func(amount money.Amount, way, details string) {
		fmt.Fprintf(&b, `<Ntry><Amt Ccy="MAD">%v</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2021-01-20</Dt></BookgDt><BkTxCd><Prtry><Cd>RET</Cd></Prtry></BkTxCd>%s</Ntry>`+"\n", amount, way, details)
	}
	for _, x := range list {
		entry(x.amount, "CRDT", fmt.Sprintf(`<NtryDtls><TxDtls><Refs><EndToEndId>%s</EndToEndId></Refs><Amt Ccy="MAD">%v</Amt><CdtDbtInd>CRDT</CdtDbtInd><RtrInf><Rsn><Cd>%s</Cd></Rsn></RtrInf></TxDtls></NtryDtls>`,
			x.reference, x.amount, x.reason))
	}
	entry(1234, "DBIT", "")
	b.WriteString("</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n")
	return b.String()
}

func (w *world) read(content string) (payment.Taken, error) {
	w.Helper()
	ev, err := w.pay.ReadReturns(w.Context(), payment.ReturnsRequest{Key: w.id(), Actor: w.officer, On: w.today(), Programme: w.prog, Name: "retours", Content: []byte(content)})
	var taken payment.Taken
	if err == nil {
		w.must(json.Unmarshal(ev.Payload, &taken))
	}
	return taken, err
}

// What banks send is valid by the published schema, and read.
func TestWhatBanksSendIsRead(t *testing.T) {
	each(t, func(w *world) {
		first, second := w.paidBy(w.grant("2020-12-10", "2010-03-15")), w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		r := w.pays(payment.Regular)
		ref := func(b beneficiary) string {
			for _, l := range w.lines(r) {
				if l.Party == b.party {
					return fmt.Sprintf("%s-%06d", r.Reference, l.Position)
				}
			}
			return ""
		}
		folder := t.TempDir()
		for _, c := range []struct{ text, schema string }{
			{pain002("ST1", back{ref(first), 700 * dh, "AC04"}), "payments_initiation_11/pain.002.001.11.xsd"},
			{camt054("NT1", back{ref(second), 700 * dh, "BE05"}), "banktocustomer_cash_management_8/camt.054.001.08.xsd"},
		} {
			path := filepath.Join(folder, "in.xml")
			w.must(os.WriteFile(path, []byte(c.text), 0o600))
			validate(t, path, c.schema)
		}
		w.on("2021-02-02")
		taken, err := w.read(pain002("ST1", back{ref(first), 700 * dh, "AC04"}))
		w.must(err)
		if taken.Returned != 1 || taken.Accepted != 1 || taken.Amount != 700*dh || w.of(first).Settled != 0 {
			t.Errorf("pain.002: %+v, account %+v", taken, w.of(first))
		}
		p, err := payment.PayeeOf(w.Context(), w.db, w.of(first))
		w.must(err)
		if p.ClosedOn != w.today() {
			t.Errorf("the closed account is not marked: %+v", p)
		}
		taken, err = w.read(camt054("NT1", back{ref(second), 700 * dh, "BE05"}))
		w.must(err)
		if taken.Returned != 1 || w.of(second).Settled != 0 || w.posted("support_returned") != 1400*dh {
			t.Errorf("camt.054: %+v", taken)
		}
		// The same payment comes back by the other message too: once is enough.
		taken, err = w.read(camt054("NT2", back{ref(first), 700 * dh, "AC04"}))
		w.must(err)
		if taken.Returned != 0 || taken.Queued != 1 || w.exceptions()["duplicate"] != 1 {
			t.Errorf("twice by two messages: %+v %v", taken, w.exceptions())
		}
		// The one whose account is closed waits; the other is issued again.
		again := w.pays(payment.Reissues)
		if again.Payable != 1 || w.of(second).Settled != 700*dh || w.of(first).Settled != 0 {
			t.Errorf("issued again: %+v", again)
		}
		// A late return, of a run of months ago, by somebody who was paid since.
		w.on("2021-06-02")
		w.pays(payment.Regular)
		taken, err = w.read(camt054("NT3", back{again.Reference + "-000001", 700 * dh, "BE05"}))
		w.must(err)
		if taken.Returned != 1 || w.of(second).Settled != 5*350*dh {
			t.Errorf("late: %+v, account %+v", taken, w.of(second))
		}
		w.checks()
	})
}

// Whatever is wrong with a file, nothing of it is taken and the reason is told.
func TestAFileOfReturnsThatIsWrongIsTakenNotAtAll(t *testing.T) {
	good := []back{{"W1-2021-01-001-000001", 700 * dh, "AC04"}, {"W1-2021-01-001-000002", 700 * dh, "AC04"}}
	for _, text := range []string{pain002("M", good...), camt054("M", good...)} {
		if f, err := payment.ParseReturns([]byte("\ufeff" + text)); err != nil || len(f.Entries) != 2 {
			t.Fatalf("%v %+v", err, f)
		}
		for cut := 60; cut < len(text)-len("</Document>"); cut += 37 {
			_, err := payment.ParseReturns([]byte(text[:cut]))
			if key := fault.KeyOf(err); key != "payment.return-truncated" && key != "payment.return-unread" {
				t.Fatalf("cut after %d: %v", cut, err)
			}
		}
	}
	camt := camt054("M", good...)
	for name, c := range map[string]struct{ text, want string }{
		"a centime":     {strings.Replace(camt, "<Sum>1400.00<", "<Sum>1400.01<", 1), "payment.return-sum"},
		"a part":        {strings.Replace(camt, `<Amt Ccy="MAD">700.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RtrInf>`, `<Amt Ccy="MAD">699.99</Amt><CdtDbtInd>CRDT</CdtDbtInd><RtrInf>`, 1), "payment.return-sum"},
		"count":         {strings.Replace(camt, "<NbOfNtries>2<", "<NbOfNtries>3<", 1), "payment.return-count"},
		"whole message": {`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.11"><CstmrPmtStsRpt><GrpHdr><MsgId>M</MsgId></GrpHdr><OrgnlGrpInfAndSts><GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`, "payment.return-group"},
		"another kind":  {`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>`, "payment.return-unread"},
		"no message":    {strings.ReplaceAll(camt, "<MsgId>M</MsgId>", "<MsgId></MsgId>"), "payment.return-unread"},
		"a bomb":        {`<!DOCTYPE a [<!ENTITY b "c">]>` + strings.Replace(camt, "AC04", "&b;", 1), "payment.return-unread"},
		"nothing":       {"", "payment.return-unread"},
	} {
		if _, err := payment.ParseReturns([]byte(c.text)); fault.KeyOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}
