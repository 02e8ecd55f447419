package registry

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"

	"sanad/fault"
	"sanad/store"
)

// Keys protect identifiers: one key encrypts, the other makes the hash by which
// they are found. Both are derived from the 32 bytes of one file, which is kept
// apart from the database: a stolen database alone gives no identifier. Without
// the file they are lost for good: it is backed up apart.
type Keys struct {
	seal cipher.AEAD
	find []byte
}

const keyBytes = 32

// OpenKeys reads the key file, or makes it, readable by its owner alone, when
// there is none. Call Check before trusting a file with a database.
//
// Errors: registry.key-broken when it has not 32 bytes, registry.key-open when
// others may read it, registry.key-file when it cannot be read or made.
func OpenKeys(path string) (*Keys, error) {
	secret, err := readKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret, err = makeKey(path)
	}
	var told *fault.Error
	if err != nil && !errors.As(err, &told) {
		return nil, fault.New(fault.Unavailable, "registry.key-file", fault.Args{"path": path}).Because(err)
	}
	if err != nil {
		return nil, err
	}
	return NewKeys(secret)
}

func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Unavailable, "registry.key-open", fault.Args{"path": path, "mode": info.Mode().Perm().String()})
	}
	secret, err := os.ReadFile(path)
	if err == nil && len(secret) != keyBytes {
		return nil, fault.New(fault.Unavailable, "registry.key-broken", fault.Args{"path": path, "size": len(secret)})
	}
	return secret, err
}

// makeKey writes a new file down to the disk before anything is encrypted with
// it; two processes that start together cannot both make it.
func makeKey(path string) ([]byte, error) {
	secret := make([]byte, keyBytes)
	_, _ = rand.Read(secret) // never fails
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(secret)
	return secret, errors.Join(err, f.Sync(), f.Close())
}

// NewKeys derives the keys from 32 secret bytes (HKDF-SHA256, RFC 5869).
func NewKeys(secret []byte) (*Keys, error) {
	sealing, err := hkdf.Key(sha256.New, secret, nil, "sanad identifier encryption 1", keyBytes)
	if err != nil {
		return nil, err
	}
	finding, err := hkdf.Key(sha256.New, secret, nil, "sanad identifier look-up 1", keyBytes)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return nil, err
	}
	seal, err := cipher.NewGCMWithRandomNonce(block)
	return &Keys{seal: seal, find: finding}, err
}

// hash is what an identifier is looked up by: 16 bytes of HMAC-SHA256, enough
// that no two identifiers of a country meet.
func (k *Keys) hash(kind IdentifierKind, value string) []byte {
	mac := hmac.New(sha256.New, k.find)
	mac.Write([]byte(string(kind) + ":" + value))
	return mac.Sum(nil)[:16]
}

// encrypt seals a value to its kind and its person, so that a row copied to
// somebody else does not open.
func (k *Keys) encrypt(kind IdentifierKind, person store.ID, value string) []byte {
	return k.seal.Seal(nil, nil, []byte(value), sealedTo(kind, person))
}

func (k *Keys) decrypt(kind IdentifierKind, person store.ID, sealed []byte) (string, error) {
	clear, err := k.seal.Open(nil, nil, sealed, sealedTo(kind, person))
	if err != nil {
		return "", ErrWrongKey.Because(err)
	}
	return string(clear), nil
}

func sealedTo(kind IdentifierKind, person store.ID) []byte {
	return append([]byte(kind), person[:]...)
}

// ErrWrongKey: the key file is not the one the database was written with. With
// another key nobody would be found, and everybody could be registered twice.
var ErrWrongKey = fault.New(fault.Unavailable, "registry.key-wrong", nil)

// Check opens one stored identifier, if there is any, to see that the keys are
// those of the database. A server asks at start.
//
// Errors: registry.key-wrong.
func (k *Keys) Check(ctx context.Context, q store.Q) error {
	var id store.ID
	err := q.QueryRow(ctx, "select party_id from identifier limit 1").Scan(&id)
	if err != nil {
		return ignoreNone(err)
	}
	sealed, err := identifiersOf(ctx, q, id)
	for _, i := range sealed {
		if err == nil {
			_, err = k.decrypt(i.Kind, id, i.Cipher)
		}
	}
	return err
}

// Seal encrypts a text of another package under a purpose and its owner, so that
// a row copied to somebody else does not open.
func (k *Keys) Seal(purpose string, owner store.ID, text string) []byte {
	return k.encrypt(IdentifierKind(purpose), owner, text)
}

// Unseal opens what Seal made.
//
// Errors: registry.key-wrong.
func (k *Keys) Unseal(purpose string, owner store.ID, sealed []byte) (string, error) {
	return k.decrypt(IdentifierKind(purpose), owner, sealed)
}

// Fingerprint is what tells that two sealed texts of a purpose are the same.
func (k *Keys) Fingerprint(purpose, text string) []byte { return k.hash(IdentifierKind(purpose), text) }
