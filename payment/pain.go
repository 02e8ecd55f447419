package payment

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"sanad/money"
	"sanad/programme"
)

// writePain writes a CustomerCreditTransferInitiation (ISO 20022 pain.001), one
// payment information with all transfers. Elements of a million transfers are
// written as they come, in the order of the schema; the instant and the day are
// the release's, so that the bytes are always the same.
func writePain(out io.Writer, def *programme.Definition, r Run, version string, total Counted, each func(func(order) error) error) error {
	payer := def.Payment.Payer
	w := &xmlWriter{out: out}
	w.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.raw(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:` + version + `"><CstmrCdtTrfInitn><GrpHdr>`)
	w.text("MsgId", r.Reference)
	w.text("CreDtTm", r.ReleasedAt.Time().Format("2006-01-02T15:04:05Z"))
	w.text("NbOfTxs", fmt.Sprint(total.Lines))
	w.text("CtrlSum", money.Amount(total.Amount).String())
	w.raw("<InitgPty>")
	w.text("Nm", plainText(payer.Name))
	w.raw("</InitgPty></GrpHdr>\n<PmtInf>")
	w.text("PmtInfId", r.Reference)
	w.text("PmtMtd", "TRF")
	w.text("BtchBookg", "true")
	w.text("NbOfTxs", fmt.Sprint(total.Lines))
	w.text("CtrlSum", money.Amount(total.Amount).String())
	w.raw("<ReqdExctnDt>")
	w.text("Dt", r.ReleasedOn.String())
	w.raw("</ReqdExctnDt><Dbtr>")
	w.text("Nm", plainText(payer.Name))
	w.raw("</Dbtr>")
	w.account("DbtrAcct", payer.Account)
	w.raw("<DbtrAgt><FinInstnId>")
	w.text("BICFI", payer.BIC)
	w.raw("</FinInstnId></DbtrAgt>\n")
	err := each(func(line order) error {
		w.transfer(def, r, line)
		return w.err
	})
	if err != nil {
		return err
	}
	w.raw("</PmtInf></CstmrCdtTrfInitn></Document>\n")
	return w.err
}

// xmlWriter writes elements and remembers the first error.
type xmlWriter struct {
	out io.Writer
	err error
}

func (w *xmlWriter) raw(s string) {
	if w.err == nil {
		_, w.err = io.WriteString(w.out, s)
	}
}

func (w *xmlWriter) text(element, value string) {
	w.raw("<" + element + ">")
	if w.err == nil {
		if strings.ContainsAny(value, "&<>\"'\r\n\t") {
			w.err = xml.EscapeText(w.out, []byte(value))
		} else {
			w.raw(value)
		}
	}
	w.raw("</" + element + ">")
}

// account is a RIB: no IBAN, so it goes under the other identifications with the
// name of its scheme.
func (w *xmlWriter) account(element, rib string) {
	w.raw("<" + element + "><Id><Othr>")
	w.text("Id", rib)
	w.raw("<SchmeNm><Prtry>RIB</Prtry></SchmeNm></Othr></Id><Ccy>MAD</Ccy></" + element + ">")
}

func (w *xmlWriter) transfer(def *programme.Definition, r Run, line order) {
	w.raw("<CdtTrfTxInf><PmtId>")
	w.text("EndToEndId", line.reference)
	w.raw(`</PmtId><Amt><InstdAmt Ccy="MAD">` + line.amount.String() + "</InstdAmt></Amt><CdtrAgt><FinInstnId><ClrSysMmbId>")
	w.text("MmbId", RIB(line.account).Bank())
	w.raw("</ClrSysMmbId></FinInstnId></CdtrAgt><Cdtr>")
	w.text("Nm", line.holder)
	w.raw("</Cdtr>")
	w.account("CdtrAcct", line.account)
	w.raw("<RmtInf>")
	w.text("Ustrd", def.Codes[0]+" "+r.Period.String())
	w.raw("</RmtInf></CdtTrfTxInf>\n")
}
