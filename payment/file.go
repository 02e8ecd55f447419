package payment

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// File is a file of a run, as it was made.
type File struct {
	Layout  string
	Name    string
	SHA256  []byte
	Size    int64
	Entries int64
	Amount  money.Amount
}

// order is a payment as it stands in a file.
type order struct {
	reference string // on the order and on what comes back
	holder    string
	account   string
	way       string
	amount    money.Amount
	province  string
}

// orderReference is the number of a payment: its run's and its place in it.
func orderReference(run string, position int) string { return fmt.Sprintf("%s-%06d", run, position) }

// orders calls each with the payments of a run that go some ways, in their order.
func (o *Office) orders(ctx context.Context, q queryer, r Run, ways []string, each func(order) error) error {
	w := &store.Where{}
	w.And("l.run = ? and l.amount > 0", r.Number)
	store.In(w, "y.way", ways)
	rows, err := q.Query(ctx, `select l.party_id, l.position, l.amount, l.province, y.holder, y.way, y.cipher
		from payment_line l join payment_payee y on y.party_id = l.party_id and y.n = l.payee`+w.SQL()+" order by l.position", w.Args()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var party store.ID
		var position int
		var line order
		var sealed []byte
		if err := rows.Scan(&party, &position, (*int64)(&line.amount), &line.province, &line.holder, &line.way, &sealed); err != nil {
			return err
		}
		if line.account, err = o.Keys.Unseal(payeePurpose, party, sealed); err != nil {
			return err
		}
		line.reference = orderReference(r.Reference, position)
		if err := each(line); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Write writes a file of a released run. The same run gives the same bytes each
// time: everything in it was fixed when it was released.
//
// Errors: payment.run-state; payment.layout-unknown.
func (o *Office) Write(ctx context.Context, to io.Writer, def *programme.Definition, r Run, layout string) (entries int64, amount money.Amount, err error) {
	l := def.Payment.Layout(layout)
	switch {
	case l == nil:
		return 0, 0, fault.New(fault.NotFound, "payment.layout-unknown", fault.Args{"value": layout})
	case r.State != Released && r.State != Sent:
		return 0, 0, ErrState
	}
	total, err := o.fileTotal(ctx, r, l)
	if err != nil || total.Lines == 0 {
		return 0, 0, err
	}
	out := bufio.NewWriterSize(to, 1<<16)
	sum := money.Amount(0)
	count := func(write func(order) error) error {
		return o.orders(ctx, o.DB, r, l.Ways, func(line order) error {
			sum += line.amount
			entries++
			return write(line)
		})
	}
	switch l.Format {
	case programme.Pain09, programme.Pain10:
		err = writePain(out, def, r, l.Format, total, count)
	case programme.CashList:
		err = writeCashList(out, r, count)
	default:
		err = writeColumns(out, def, r, l, count)
	}
	if err == nil && (entries != total.Lines || int64(sum) != total.Amount) {
		err = fault.New(fault.Internal, "fault.internal", nil).Because(fmt.Errorf("the file holds %d payments of %v, the run %d of %d", entries, sum, total.Lines, total.Amount))
	}
	return entries, sum, errors.Join(err, out.Flush())
}

func (o *Office) fileTotal(ctx context.Context, r Run, l *programme.Layout) (Counted, error) {
	w := &store.Where{}
	w.And("l.run = ? and l.amount > 0", r.Number)
	store.In(w, "y.way", l.Ways)
	return store.One(ctx, o.DB, scanCounted, "select "+counted+" from payment_line l join payment_payee y on y.party_id = l.party_id and y.n = l.payee"+w.SQL(), w.Args()...)
}

// writeCashList is what a post office pays by: who, against which card, how much.
func writeCashList(out io.Writer, r Run, each func(func(order) error) error) error {
	w := csv.NewWriter(out)
	w.Comma = ';'
	if err := w.Write([]string{"reference", "holder", "card", "amount", "province"}); err != nil {
		return err
	}
	total, n := money.Amount(0), 0
	err := each(func(line order) error {
		total += line.amount
		n++
		return w.Write([]string{line.reference, line.holder, line.account, line.amount.String(), line.province})
	})
	if err == nil {
		err = w.Write([]string{"total", strconv.Itoa(n), "", total.String(), r.Reference})
	}
	w.Flush()
	return errors.Join(err, w.Error())
}

// writeColumns writes the columns that the programme asks for.
func writeColumns(out io.Writer, def *programme.Definition, r Run, l *programme.Layout, each func(func(order) error) error) error {
	if l.Format == programme.Fixed {
		return each(func(line order) error {
			var b strings.Builder
			for _, c := range l.Columns {
				b.WriteString(fitted(c, line.field(def, r, c.Field)))
			}
			_, err := io.WriteString(out, b.String()+"\r\n")
			return err
		})
	}
	w := csv.NewWriter(out)
	w.Comma = ';'
	row := make([]string, len(l.Columns))
	for i, c := range l.Columns {
		row[i] = c.Field
	}
	if err := w.Write(row); err != nil {
		return err
	}
	err := each(func(line order) error {
		for i, c := range l.Columns {
			row[i] = line.field(def, r, c.Field)
		}
		return w.Write(row)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

func (line order) field(def *programme.Definition, r Run, name string) string {
	switch name {
	case "reference":
		return line.reference
	case "holder":
		return line.holder
	case "account":
		return line.account
	case "amount":
		return line.amount.String()
	case "centimes":
		return strconv.FormatInt(int64(line.amount), 10)
	case "period":
		return r.Period.String()
	case "province":
		return line.province
	}
	return def.ID
}

// fitted is a text in a column of fixed width. What is too long is cut: a name,
// never an amount, whose column the programme makes wide enough for the largest.
func fitted(c programme.FileColumn, text string) string {
	pad := " "
	if c.Pad != "" {
		pad = c.Pad
	}
	if len(text) > c.Width {
		return text[:c.Width]
	}
	fill := strings.Repeat(pad, c.Width-len(text))
	if c.Right {
		return fill + text
	}
	return text + fill
}

// extensions of the formats.
var extensions = map[string]string{programme.Pain09: ".xml", programme.Pain10: ".xml", programme.CashList: ".csv", programme.CSV: ".csv", programme.Fixed: ".txt"}

// MakeFiles writes the files of a released run into a folder, each complete or
// not there at all: written beside, forced to the disk, and renamed once the run
// has recorded its digest. Asked again it makes the same files again, and
// refuses one that is not as it was.
//
// Errors: payment.forbidden, payment.run-state, payment.file-differs,
// payment.folder; act's.
func (o *Office) MakeFiles(ctx context.Context, r RunRequest, folder string) ([]File, error) {
	def, err := o.paying(r.Programme)
	if err != nil {
		return nil, err
	}
	if !r.Actor.Can(access.PaymentsPrepare, r.Programme, "") {
		return nil, o.hidden(r.Actor, r.Programme, "")
	}
	run, err := readRun(ctx, o.DB, OfficeID(r.Programme), r.Run)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, noFolder(folder, err)
	}
	made, beside, err := o.writeAll(ctx, def, run, folder)
	defer func() {
		for _, name := range beside {
			_ = os.Remove(name) // renamed by now, unless something failed
		}
	}()
	if err != nil {
		return nil, err
	}
	if err := o.recordFiles(ctx, r, made); err != nil {
		return nil, err
	}
	for _, f := range made {
		if err := os.Rename(filepath.Join(folder, "."+f.Name+".part"), filepath.Join(folder, f.Name)); err != nil {
			return nil, noFolder(folder, err)
		}
	}
	return made, syncFolder(folder)
}

// writeAll writes every file of a run beside its place, each by a goroutine of its
// own: they read the same lines, which nothing changes any more. It gives those
// that hold a payment, and the names that were used.
func (o *Office) writeAll(ctx context.Context, def *programme.Definition, run Run, folder string) (made []File, beside []string, err error) {
	n := len(def.Payment.Files)
	files, paths, errs := make([]File, n), make([]string, n), make([]error, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { files[i], paths[i], errs[i] = o.writeBeside(ctx, def, run, &def.Payment.Files[i], folder) })
	}
	wait.Wait()
	for i, f := range files {
		if paths[i] != "" {
			beside = append(beside, paths[i])
		}
		switch {
		case errs[i] != nil && err == nil:
			err = errs[i]
		case f.Entries > 0:
			made = append(made, f)
		}
	}
	return made, beside, err
}

func noFolder(folder string, err error) error {
	return fault.New(fault.Unavailable, "payment.folder", fault.Args{"path": folder}).Because(err)
}

// writeBeside writes a file under a name that nobody reads yet.
func (o *Office) writeBeside(ctx context.Context, def *programme.Definition, r Run, l *programme.Layout, folder string) (File, string, error) {
	f := File{Layout: l.ID, Name: r.Reference + "-" + l.ID + extensions[l.Format]}
	path := filepath.Join(folder, "."+f.Name+".part")
	out, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return f, "", noFolder(folder, err)
	}
	sum := sha256.New()
	size := &counter{}
	f.Entries, f.Amount, err = o.Write(ctx, io.MultiWriter(out, sum, size), def, r, l.ID)
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return f, path, err
	}
	f.SHA256, f.Size = sum.Sum(nil), size.n
	return f, path, nil
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return noFolder(folder, err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// recordFiles keeps the digests of a run's files, and holds them against those
// of before.
func (o *Office) recordFiles(ctx context.Context, r RunRequest, made []File) error {
	_, err := o.onRun(ctx, r, access.PaymentsPrepare, "files", func(ctx context.Context, s *act.Step, _ *programme.Definition, run Run) (any, RunState, error) {
		if run.State != Released && run.State != Sent {
			return nil, "", ErrState
		}
		payload := map[string]any{}
		for _, f := range made {
			_, err := s.Exec(ctx, `insert into payment_file (party_id, run_id, layout, name, sha256, size, entries, amount, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
				on conflict (party_id, run_id, layout) do nothing`, run.Party, run.ID, f.Layout, f.Name, f.SHA256, f.Size, f.Entries, int64(f.Amount), s.Now())
			if err != nil {
				return nil, "", err
			}
			kept, err := store.One(ctx, s, store.Value[[]byte], "select sha256 from payment_file where party_id = $1 and run_id = $2 and layout = $3", run.Party, run.ID, f.Layout)
			if err != nil {
				return nil, "", err
			}
			if string(kept) != string(f.SHA256) {
				return nil, "", fault.New(fault.Conflict, "payment.file-differs", fault.Args{"name": f.Name})
			}
			payload[f.Layout] = fmt.Sprintf("%x", f.SHA256)
		}
		return payload, Sent, nil
	})
	return err
}

// Files are those that were made of a run. The caller found it within its scope.
func Files(ctx context.Context, q queryer, r Run) ([]File, error) {
	return store.All(ctx, q, func(row store.Row) (File, error) {
		var f File
		err := row.Scan(&f.Layout, &f.Name, &f.SHA256, &f.Size, &f.Entries, (*int64)(&f.Amount))
		return f, err
	}, "select layout, name, sha256, size, entries, amount from payment_file where party_id = $1 and run_id = $2 order by layout", r.Party, r.ID)
}
