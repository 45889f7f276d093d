package record

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"

	"federes.org/commune"
)

// Opened is a record that was read once, from its one form, and can be proved from that: what is read is what is proved.
type Opened struct {
	Parsed
	whole []byte
}

// Open reads a record's envelope and the header of its data. It verifies nothing; what has no one form is no record.
func Open(document []byte) (o Opened, err error) {
	if o.whole, err = canonical(document); err != nil {
		return o, err
	}
	if o.whole[0] != '{' {
		return o, fmt.Errorf("%w: not an object", ErrProof)
	}
	if err := each(o.whole, func(name, value []byte) error { return read(value, o.place(name)) }); err != nil {
		return o, fmt.Errorf("record: %w", err)
	}
	return o, o.readHeader()
}

// Verify tells whether the record's one proof was made with this key, and gives the id of the key that it names.
func (o Opened) Verify(key ed25519.PublicKey) (method string, err error) {
	doc, proof, err := parts(o.whole)
	if err != nil {
		return "", err
	}
	return verify(doc, proof, key)
}

// Parse reads a record's envelope and the header of its data. It verifies nothing.
func Parse(document []byte) (Parsed, error) {
	o, err := Open(document)
	return o.Parsed, err
}

func (p *Parsed) readHeader() error {
	if len(p.Data) == 0 || p.Data[0] != '{' {
		return fmt.Errorf("record %s: no %s", p.ID, Property)
	}
	if err := each(p.Data, func(name, value []byte) error { return read(value, p.Header.place(name)) }); err != nil {
		return fmt.Errorf("record %s: %w", p.ID, err)
	}
	if p.Header.V != 1 || p.Header.Kind == "" || p.Header.Seq < 0 {
		return fmt.Errorf("record %s: not a header of version 1", p.ID)
	}
	return nil
}

// place is where a member of a record is read into; nil for one that is not.
func (p *Parsed) place(name []byte) any {
	switch string(name) {
	case "id":
		return &p.ID
	case "type":
		return &p.Type
	case "attributedTo":
		return &p.AttributedTo
	case "to":
		return &p.To
	case "cc":
		return &p.Cc
	case "published":
		return &p.Published
	case "url":
		return &p.URL
	case "summary":
		return &p.Summary
	case "content":
		return &p.Content
	case Property:
		return &p.Data
	}
	return nil
}

func (h *Header) place(name []byte) any {
	switch string(name) {
	case "v":
		return &h.V
	case "kind":
		return &h.Kind
	case "seq":
		return &h.Seq
	}
	return nil
}

// read reads a canonical value as encoding/json does, most strings at once.
func read(value []byte, into any) error {
	plain := value[0] == '"' && bytes.IndexByte(value, '\\') < 0
	switch to := into.(type) {
	case nil:
		return nil
	case *json.RawMessage:
		*to = value
		return nil
	case *string:
		if plain {
			*to = string(value[1 : len(value)-1])
			return nil
		}
	case *commune.ActorID:
		if plain {
			*to = commune.ActorID(value[1 : len(value)-1])
			return nil
		}
	}
	return json.Unmarshal(value, into)
}
