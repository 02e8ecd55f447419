package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"sanad/fault"
)

// cost is what argon2id is asked to spend. OWASP's stated minimum; 44 ms here
// (research/security-reliability-ux.md 1.1).
type cost struct {
	memory  uint32 // KiB
	time    uint32 // passes
	threads uint8
}

var current = cost{memory: 19 * 1024, time: 2, threads: 1}

const (
	saltLength = 16
	keyLength  = 32
)

// slots bounds the memory and the cores that sign-ins may take together: four
// hashes, 76 MiB.
var slots = make(chan struct{}, 4)

// idKey is argon2id; a test counts its calls.
var idKey = argon2.IDKey

// nobody is the password of an unknown login: checking it takes the time of a
// real one and always fails.
var nobody = phc(current, make([]byte, saltLength), make([]byte, keyLength))

// derive waits for a slot and hashes. Passwords are compared in one Unicode
// form, because keyboards compose accents and Arabic marks differently.
//
// Errors: account.busy when the caller gave up waiting.
func derive(ctx context.Context, c cost, password string, salt []byte) ([]byte, error) {
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "account.busy", nil).Because(ctx.Err())
	}
	return idKey([]byte(norm.NFKC.String(password)), salt, c.time, c.memory, c.threads, keyLength), nil
}

// hashPassword gives a password's PHC string at today's cost.
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails: crypto/rand stops the program instead
	key, err := derive(ctx, current, password, salt)
	return phc(current, salt, key), err
}

// verify tells whether a password is the one of a PHC string, and whether that
// string was made at another cost and should be made again.
func verify(ctx context.Context, stored, password string) (ok, stale bool, err error) {
	c, salt, want, err := parsePHC(stored)
	if err != nil {
		return false, false, err
	}
	got, err := derive(ctx, c, password, salt)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, c != current, nil
}

func phc(c cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

func parsePHC(s string) (c cost, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return c, nil, nil, fmt.Errorf("account: not an argon2id string")
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil {
		return c, nil, nil, fmt.Errorf("account: argon2id parameters: %w", err)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return c, nil, nil, fmt.Errorf("account: argon2id salt: %w", err)
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return c, nil, nil, fmt.Errorf("account: argon2id key: %w", err)
	}
	return c, salt, key, nil
}

// newToken draws 256 random bits for a session or a link, and what is kept of
// them: who reads the database cannot sign in with what they read.
func newToken() (token string, hash []byte) {
	var b [32]byte
	_, _ = rand.Read(b[:])
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, digest(token)
}

func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}
