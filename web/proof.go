package web

import (
	"crypto/ed25519"
	"crypto/sha256"
	"slices"
	"sync"

	"federes.org/commune/record"
)

// proofs remembers which bytes verify under which key: the same ones under the same key say the same for ever. Another byte is another
// question.
type proofs struct {
	mu    sync.Mutex
	found map[[sha256.Size]byte]string // the method, by the hash of key and bytes
}

// remembered bounds it: what is forgotten is computed again.
const remembered = 4096

// verify is record.Verify. What does not verify is not remembered.
func (p *proofs) verify(document []byte, key ed25519.PublicKey) (method string, err error) {
	of := sha256.Sum256(slices.Concat(key, document)) // all keys are of one length
	p.mu.Lock()
	method, ok := p.found[of]
	p.mu.Unlock()
	if ok {
		return method, nil
	}
	if method, err = record.Verify(document, key); err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil || len(p.found) >= remembered {
		p.found = make(map[[sha256.Size]byte]string)
	}
	p.found[of] = method
	return method, nil
}
