package simulation

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
)

// Instance is one organisation with a database of its own.
type Instance struct {
	*World
	Name    string
	kind    commune.OrganisationKind
	folder  string
	store   *store.Store
	house   commons.House
	founder commune.MemberID
	skew    time.Duration // of its clock
	face    confederation.Peer
	key     ed25519.PrivateKey // of its assembly: only who imitates its misdeeds uses it

	meeting commune.MeetingID // that is in session
	said    []letter          // in the transaction that is going on
	due     []commune.ActorID // whose log it is to read
	log     mirror
	pasts   []mirror     // of histories that it wrote, and has no more
	forked  bool         // it has such
	taken   map[int]bool // the activities that it took in
	saved   string       // how much it had said and taken in when a copy was put aside; empty for none

	voting   []commune.MotionID  // of a council: the votes that are open
	living   map[string][]living // of a council: what it was really told of each mandate
	requests map[string][]byte   // to join a council: the decision of each, by its activity
	cosigned map[commune.ActorID]cosigned
	asked    map[string]bool // of a commune: the votes of its delegates that its assembly was asked to confirm
}

func (w *World) found(ctx context.Context, kind commune.OrganisationKind, name string) error {
	i := &Instance{
		World: w, Name: name, kind: kind, folder: filepath.Join(w.Folder, name), taken: map[int]bool{},
		living: map[string][]living{}, asked: map[string]bool{}, requests: map[string][]byte{}, cosigned: map[commune.ActorID]cosigned{},
	}
	if err := os.MkdirAll(i.folder, 0o700); err != nil {
		return err
	}
	known, err := words()
	if err != nil {
		return err
	}
	i.house = procedure.Confederate(commons.NewHouse(known))
	if err := w.template(ctx, filepath.Join(i.folder, database)); err != nil {
		return err
	}
	if err := i.open(ctx); err != nil {
		return err
	}
	w.Instances = append(w.Instances, i)
	return i.act(ctx, func(tx *store.Tx) error {
		m, err := commons.Found(tx, i.house, commons.Founding{
			Organisation: commune.Organisation{
				Kind: kind, Name: name, Place: "Maison du peuple", TimeZone: "Europe/Paris", Language: "fr", BaseURL: i.base(),
			},
			FounderName: "Zoé M.", FounderEmail: "zoe@" + name + ".example", Charter: charter,
		})
		if i.founder = m.ID; err != nil {
			return err
		}
		return i.introduce(tx)
	})
}

// charter is that of every council.
const charter = "La commune est la cellule de base. Le mandat est impératif et révocable."

// database is the file's name in an instance's folder.
const database = "federes.db"

func (i *Instance) base() string { return "https://" + i.Name + ".example" }

// template copies a database as the first start leaves it: the first instance makes it, and bringing a schema up takes long.
func (w *World) template(ctx context.Context, into string) error {
	made := filepath.Join(w.Folder, database)
	if _, err := os.Stat(made); errors.Is(err, os.ErrNotExist) {
		s, err := store.Open(ctx, store.Config{Data: w.Folder})
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			return err
		}
	}
	return copyFile(made, into)
}

func copyFile(from, into string) error {
	file, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(into, file, 0o600)
	}
	return err
}

// open opens the database, whatever it holds.
func (i *Instance) open(ctx context.Context) (err error) {
	i.store, err = store.Open(ctx, store.Config{Data: i.folder, Clock: i.clock, Publisher: i, RSA: rsaKey})
	return err
}

// clock is the instance's own time, which is nobody else's.
func (i *Instance) clock() time.Time { return i.now.Add(i.skew) }

// introduce reads how the assembly shows itself to others.
func (i *Instance) introduce(tx *store.Tx) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	keys, err := tx.Keys(o.AssemblyName())
	if err != nil {
		return err
	}
	actor := o.Assembly()
	i.key = keys.Ed25519
	i.face = confederation.Peer{
		Actor: actor, Name: o.Name, Inbox: i.base() + "/inbox", Records: string(actor) + "/records", KeyID: commons.KeyID(actor), Key: keys.Public(),
	}
	if i.kind == commune.KindCommune {
		return nil
	}
	c, err := tx.Charter()
	i.face.Role, i.face.CharterVersion, i.face.CharterText, i.face.CharterHash = confederation.RoleCouncil, c.Version, c.Text, commons.TextHash(c.Text)
	i.face.Council, i.face.CharterID = true, commons.RecordURL(o, c.Seq)
	return err
}

// act runs a transaction; what it published is sent once it is kept.
func (i *Instance) act(ctx context.Context, fn func(tx *store.Tx) error) error {
	err := i.store.InTx(ctx, func(tx *store.Tx) error {
		i.said = i.said[:0]
		return fn(tx)
	})
	if err != nil {
		return err
	}
	i.touch()
	for _, l := range i.said {
		if l.document != nil {
			i.signed[confederation.Digest(l.document)] = i.face.Actor
		}
		if l.to != nil {
			i.post(l)
		}
	}
	return nil
}

// touch has the instance held against the rules at the end of the step.
func (i *Instance) touch() {
	for _, t := range i.touched {
		if t == i {
			return
		}
	}
	i.touched = append(i.touched, i)
}

// takes is a transaction in which the instance takes in what others say. Rules that refuse it are no failure: nothing of it is kept.
func (i *Instance) takes(ctx context.Context, fn func(tx *store.Tx) error) (refused bool, err error) {
	err = i.act(ctx, func(tx *store.Tx) error {
		if err := fn(tx); err != nil || i.Tamper == nil {
			return err
		}
		return i.Tamper(tx)
	})
	return wasRefused(err)
}

// wasRefused tells the rules' refusals from failures.
func wasRefused(err error) (bool, error) {
	if _, refused := errors.AsType[commune.Refusal](err); refused {
		return true, nil
	}
	return false, err
}

// restart closes the database and opens it again, putting a copy aside if asked.
func (i *Instance) restart(ctx context.Context, copied bool) error {
	if err := i.store.Close(); err != nil {
		return err
	}
	if copied {
		if err := copyFile(filepath.Join(i.folder, database), filepath.Join(i.folder, "copy.db")); err != nil {
			return err
		}
		i.saved = i.history()
	}
	i.due = i.peers()
	return i.open(ctx)
}

// history is what cannot be had again from others: what it said, and the activities that it took in.
func (i *Instance) history() string { return fmt.Sprint(i.log.size, len(i.taken)) }

// restore goes back to the copy that was put aside, and then reads everybody's log, as every start does.
func (i *Instance) restore(ctx context.Context) error {
	if err := i.store.Close(); err != nil {
		return err
	}
	for _, rest := range []string{"-wal", "-shm"} {
		if err := os.Remove(filepath.Join(i.folder, database+rest)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := copyFile(filepath.Join(i.folder, "copy.db"), filepath.Join(i.folder, database)); err != nil {
		return err
	}
	i.due, i.cosigned = i.peers(), map[commune.ActorID]cosigned{} // what it cosigned since then is forgotten with the rest
	return i.open(ctx)
}

// peers are all the others: who is none of them is not read.
func (i *Instance) peers() (all []commune.ActorID) {
	for _, other := range i.Instances {
		if other != i {
			all = append(all, other.face.Actor)
		}
	}
	return all
}

// String names it in a trace.
func (i *Instance) String() string { return fmt.Sprint(i.Name) }
