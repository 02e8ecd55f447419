package report

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"sanad/calendar"
)

// ErrNoBrowser means that this machine has no Chromium to print with.
var ErrNoBrowser = errors.New("report: no Chromium is installed")

// browsers are the names under which a Chromium is found, Debian's first.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// printing is how long a browser may take for one document.
const printing = 2 * time.Minute

// Print makes the PDF of a document that WriteHTML wrote, dated as it says: A4,
// with an outline and tags for those who do not see it.
//
// Chromium decides the bytes: one version of it on one machine gives the same
// for the same document, since the dates it adds are replaced.
//
// Errors: ErrNoBrowser, and the browser's.
func Print(ctx context.Context, html []byte, dated calendar.Instant) ([]byte, error) {
	browser, err := findBrowser()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, printing)
	defer cancel()
	dir, err := os.MkdirTemp("", "sanad-print-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "report.html")
	if err := os.WriteFile(file, html, 0o600); err != nil {
		return nil, err
	}
	pdf, err := printed(ctx, browser, dir, "file://"+file)
	if err != nil {
		return nil, fmt.Errorf("report: Chromium did not print: %w", err)
	}
	return redated(pdf, dated), nil
}

func findBrowser() (string, error) {
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// printed runs a browser of its own, without network, script or profile.
func printed(ctx context.Context, browser, dir, address string) ([]byte, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.UserDataDir(filepath.Join(dir, "profile")),
		chromedp.DisableGPU, chromedp.Flag("blink-settings", "scriptEnabled=false"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses to run as root with it; the document is our own
	}
	allocator, stop := chromedp.NewExecAllocator(ctx, options...)
	defer stop()
	tab, end := chromedp.NewContext(allocator)
	defer end()
	if _, err := chromedp.Run(tab, chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	return chromedp.Run(tab, chromedp.PrintToPDF(chromedp.PDFPrintBackground(), func(p *page.PrintToPDFParams) {
		yes := true
		p.PreferCSSPageSize, p.GenerateDocumentOutline, p.GenerateTaggedPDF = &yes, &yes, &yes
	}))
}

var pdfDate = regexp.MustCompile(`/(?:CreationDate|ModDate) \(D:(\d{14})`)

// redated puts the instant of the document in the place of the day of printing.
// The text keeps its length, so that the table of the PDF's parts stays true.
func redated(pdf []byte, at calendar.Instant) []byte {
	stamp := []byte(at.Time().Format("20060102150405"))
	for _, m := range pdfDate.FindAllSubmatchIndex(pdf, -1) {
		copy(pdf[m[2]:m[3]], stamp)
	}
	return pdf
}
