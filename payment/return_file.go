package payment

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
)

// ReturnFile is what a bank or the post office says of payments.
type ReturnFile struct {
	Format   string // pain.002, camt.054 or csv
	Message  string // its own number, which comes once
	Entries  []ReturnEntry
	Accepted int64 // orders said to be carried out
}

// ReturnEntry is a payment that came back.
type ReturnEntry struct {
	Reference string        `json:"reference"` // of the order
	Amount    money.Amount  `json:"amount"`    // 0: all of it
	Reason    string        `json:"reason"`    // ISO 20022 ExternalReturnReason1Code: AC04 account closed …
	On        calendar.Date `json:"on,omitzero"`
}

// ParseReturns reads a file of returns whole before anything is done with it.
//
// Errors: payment.return-truncated when it ends early; payment.return-unread
// when it is something else; payment.return-sum when what it says of itself is
// not what it holds, to the centime; payment.return-group when a whole message
// was refused without saying which payments.
func ParseReturns(content []byte) (ReturnFile, error) {
	text := bytes.TrimLeft(content, "\ufeff \t\r\n")
	switch {
	case len(text) == 0:
		return ReturnFile{}, unread("")
	case text[0] != '<':
		return parseCSV(text)
	case bytes.Contains(text[:min(len(text), 2000)], []byte("pain.002")):
		return parseStatus(text)
	case bytes.Contains(text[:min(len(text), 2000)], []byte("camt.054")):
		return parseNotification(text)
	}
	return ReturnFile{}, unread("xml")
}

func unread(what string) error {
	return fault.New(fault.Invalid, "payment.return-unread", fault.Args{"value": what}).On("file")
}

// decodeXML reads one whole document.
func decodeXML(text []byte, into any) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	err := d.Decode(into)
	if err == nil {
		for {
			if _, err = d.Token(); err != nil {
				break
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
	var syntax *xml.SyntaxError
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && strings.Contains(syntax.Msg, "EOF") {
		return fault.New(fault.Invalid, "payment.return-truncated", nil).On("file").Because(err)
	}
	return unread(err.Error())
}

// parseStatus reads a CustomerPaymentStatusReport (pain.002).
func parseStatus(text []byte) (ReturnFile, error) {
	var doc struct {
		Message string `xml:"CstmrPmtStsRpt>GrpHdr>MsgId"`
		Group   struct {
			Status string `xml:"GrpSts"`
		} `xml:"CstmrPmtStsRpt>OrgnlGrpInfAndSts"`
		Transfers []struct {
			Reference string   `xml:"OrgnlEndToEndId"`
			Status    string   `xml:"TxSts"`
			Reasons   []string `xml:"StsRsnInf>Rsn>Cd"`
			Amount    string   `xml:"OrgnlTxRef>Amt>InstdAmt"`
		} `xml:"CstmrPmtStsRpt>OrgnlPmtInfAndSts>TxInfAndSts"`
	}
	if err := decodeXML(text, &doc); err != nil {
		return ReturnFile{}, err
	}
	if doc.Message == "" {
		return ReturnFile{}, unread("pain.002")
	}
	if doc.Group.Status == "RJCT" && len(doc.Transfers) == 0 {
		return ReturnFile{}, fault.New(fault.Invalid, "payment.return-group", nil).On("file")
	}
	f := ReturnFile{Format: "pain.002", Message: doc.Message}
	for _, t := range doc.Transfers {
		if t.Status != "RJCT" {
			f.Accepted++
			continue
		}
		e := ReturnEntry{Reference: t.Reference, Reason: "NARR"}
		if len(t.Reasons) > 0 {
			e.Reason = t.Reasons[0]
		}
		if t.Amount != "" {
			amount, err := money.Parse(t.Amount)
			if err != nil {
				return ReturnFile{}, err
			}
			e.Amount = amount
		}
		f.Entries = append(f.Entries, e)
	}
	return f, nil
}

// notified is an entry of a BankToCustomerDebitCreditNotification (camt.054).
type notified struct {
	Amount  string `xml:"Amt"`
	Way     string `xml:"CdtDbtInd"`
	On      string `xml:"BookgDt>Dt"`
	Details []struct {
		Reference string `xml:"Refs>EndToEndId"`
		Amount    string `xml:"Amt"`
		Reason    string `xml:"RtrInf>Rsn>Cd"`
	} `xml:"NtryDtls>TxDtls"`
}

func parseNotification(text []byte) (ReturnFile, error) {
	var doc struct {
		Message string `xml:"BkToCstmrDbtCdtNtfctn>GrpHdr>MsgId"`
		Parts   []struct {
			Count   string     `xml:"TxsSummry>TtlCdtNtries>NbOfNtries"`
			Sum     string     `xml:"TxsSummry>TtlCdtNtries>Sum"`
			Entries []notified `xml:"Ntry"`
		} `xml:"BkToCstmrDbtCdtNtfctn>Ntfctn"`
	}
	if err := decodeXML(text, &doc); err != nil {
		return ReturnFile{}, err
	}
	if doc.Message == "" {
		return ReturnFile{}, unread("camt.054")
	}
	f := ReturnFile{Format: "camt.054", Message: doc.Message}
	for _, part := range doc.Parts {
		total, credits := money.Amount(0), int64(0)
		for _, n := range part.Entries {
			if n.Way != "CRDT" { // what leaves the account is no return
				continue
			}
			amount, entries, err := n.read()
			if err != nil {
				return ReturnFile{}, err
			}
			total += amount
			credits++
			f.Entries = append(f.Entries, entries...)
		}
		if err := agree(part.Sum, total, part.Count, credits); err != nil {
			return ReturnFile{}, err
		}
	}
	return f, nil
}

func (n notified) read() (money.Amount, []ReturnEntry, error) {
	whole, err := money.Parse(n.Amount)
	if err != nil {
		return 0, nil, err
	}
	var on calendar.Date
	if n.On != "" {
		if on, err = calendar.ParseDate(n.On); err != nil {
			return 0, nil, err
		}
	}
	var out []ReturnEntry
	sum := money.Amount(0)
	for _, d := range n.Details {
		e := ReturnEntry{Reference: d.Reference, Reason: d.Reason, On: on, Amount: whole}
		if d.Amount != "" {
			if e.Amount, err = money.Parse(d.Amount); err != nil {
				return 0, nil, err
			}
		}
		sum += e.Amount
		out = append(out, e)
	}
	return whole, out, agree(n.Amount, sum, "", 0)
}

// agree holds what a file says of itself against what it holds.
func agree(said string, sum money.Amount, count string, n int64) error {
	if said != "" {
		want, err := money.Parse(said)
		if err != nil {
			return err
		}
		if want != sum {
			return fault.New(fault.Invalid, "payment.return-sum", fault.Args{"said": want, "value": sum}).On("file")
		}
	}
	if count != "" && count != strconv.FormatInt(n, 10) {
		return fault.New(fault.Invalid, "payment.return-count", fault.Args{"said": count, "count": n}).On("file")
	}
	return nil
}

// parseCSV reads lines "reference;amount;reason;date" and a last one
// "total;sum;count;message", without which the file may have been cut.
func parseCSV(text []byte) (ReturnFile, error) {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = ';', -1, true
	rows, err := r.ReadAll()
	if err != nil {
		return ReturnFile{}, unread(err.Error())
	}
	if len(rows) == 0 || len(rows[0]) < 3 {
		return ReturnFile{}, unread("csv")
	}
	last := rows[len(rows)-1]
	if !strings.EqualFold(last[0], "total") || len(last) < 4 {
		return ReturnFile{}, fault.New(fault.Invalid, "payment.return-truncated", nil).On("file")
	}
	f := ReturnFile{Format: "csv", Message: last[3]}
	sum := money.Amount(0)
	for i, row := range rows[:len(rows)-1] {
		if i == 0 && strings.EqualFold(row[0], "reference") {
			continue
		}
		e, err := csvEntry(row)
		if err != nil {
			return ReturnFile{}, err
		}
		sum += e.Amount
		f.Entries = append(f.Entries, e)
	}
	return f, agree(last[1], sum, last[2], int64(len(f.Entries)))
}

func csvEntry(row []string) (ReturnEntry, error) {
	if len(row) < 3 {
		return ReturnEntry{}, unread(strings.Join(row, ";"))
	}
	amount, err := money.Parse(row[1])
	if err != nil {
		return ReturnEntry{}, err
	}
	e := ReturnEntry{Reference: row[0], Amount: amount, Reason: row[2]}
	if len(row) > 3 && row[3] != "" {
		e.On, err = calendar.ParseDate(row[3])
	}
	return e, err
}
