package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"sanad/fault"
	"sanad/linkage"
	"sanad/locale"
	"sanad/programme"
)

// commands is what the program is told.
type commands struct {
	DB         string `name:"db" placeholder:"PATH|URL" default:"var/sanad.db" env:"SANAD_DB" help:"SQLite file, or postgres:// address."`
	Keys       string `placeholder:"FILE" env:"SANAD_KEYS" help:"Key file of the identifiers; beside the database unless given."`
	Cache      string `placeholder:"FILE" env:"SANAD_CACHE" help:"File that keeps the ledger's columns between runs; beside an SQLite database unless given, none for PostgreSQL."`
	Lang       string `enum:"ar,fr,en," default:"" help:"Language of what is said: ar, fr or en; that of LANG unless given."`
	Programmes string `name:"programmes" placeholder:"DIR" env:"SANAD_PROGRAMMES" type:"existingdir" help:"Folder of further programmes, beside those of the program."`

	Serve      serveCommand      `cmd:"" help:"Serve the pages."`
	Demo       demoCommand       `cmd:"" help:"Make a demonstration in an empty database."`
	Import     importCommand     `cmd:"" help:"Import reference data, figures and lists of people."`
	Table      tableCommand      `cmd:"" help:"Write one published table to standard output."`
	Tables     tablesCommand     `cmd:"" help:"List the published tables."`
	Report     reportCommand     `cmd:"" help:"Whole reports."`
	Check      checkCommand      `cmd:"" help:"Check the programmes and run their own test cases."`
	Verify     verifyCommand     `cmd:"" help:"Hold the database against its own events."`
	Backup     backupCommand     `cmd:"" help:"Copy an SQLite database while it is served."`
	Restore    restoreCommand    `cmd:"" help:"Make an SQLite database of a backup."`
	Match      matchCommand      `cmd:"" help:"Compare the register of persons with itself: the queue of duplicates."`
	Link       linkCommand       `cmd:"" help:"Find records of one person in CSV files."`
	Population populationCommand `cmd:"" help:"Write a synthetic register, for tests and benchmarks."`
	Version    versionCommand    `cmd:"" help:"Say which program this is."`
}

// session is one run of the program: whom it speaks to and what it works on.
type session struct {
	context.Context
	out, say   io.Writer // what was asked for; what is said to the person
	p          *locale.Printer
	db         string
	keys       string
	programmes string // a folder of further programmes; may be empty
	cache      string
}

// tell writes a message to the person.
func (s *session) tell(key string, args ...any) { fmt.Fprintln(s.say, s.p.T(key, args...)) }

// Exit statuses.
const (
	done = iota
	failed
	wrongRequest
)

// errTold ends a command that has already said what is wrong.
var errTold = errors.New("told")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

func run(ctx context.Context, args []string, out, say io.Writer) int {
	var c commands
	parser := kong.Must(&c, kong.Name("sanad"), kong.Writers(out, say), kong.Vars{"seed": fmt.Sprint(demoSeed), "threshold": fmt.Sprint(linkage.DefaultThreshold)},
		kong.Description("Information system of social assistance: from the record to the published figure."))
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(say, "sanad: %v\n", err)
		return wrongRequest
	}
	s := &session{Context: ctx, out: out, say: say, p: locale.For(spoken(c.Lang)), db: c.DB, keys: c.Keys, cache: c.Cache, programmes: c.Programmes}
	return s.status(parsed.Run(s))
}

// spoken is the language asked for, or of the machine; operators without either
// read English.
func spoken(asked string) locale.Lang {
	for _, text := range []string{asked, os.Getenv("LC_ALL"), os.Getenv("LANG")} {
		text, _, _ = strings.Cut(text, "_") // "fr_MA.UTF-8"
		if lang, ok := locale.Parse(text); ok {
			return lang
		}
	}
	return locale.English
}

// status says what went wrong, and gives the exit status.
func (s *session) status(err error) int {
	var f *fault.Error
	var problems programme.Problems
	switch {
	case err == nil:
		return done
	case errors.Is(err, errTold):
		return failed
	case errors.As(err, &problems):
		fmt.Fprintln(s.say, problems)
		return failed
	case !errors.As(err, &f):
		fmt.Fprintln(s.say, "sanad:", err)
		return failed
	}
	fmt.Fprintln(s.say, s.p.Fault(f))
	if cause := errors.Unwrap(f); cause != nil { // an operator needs the technical reason too
		fmt.Fprintln(s.say, cause)
	}
	if f.Code == fault.Invalid || f.Code == fault.NotFound {
		return wrongRequest
	}
	return failed
}
