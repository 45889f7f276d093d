package register_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune/register"
)

// What other programs have published: the leaves, roots and proofs of Certificate Transparency (RFC 6962), and the examples of C2SP tlog-cosignature and
// tlog-tiles.
var (
	publishedLeaves = []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}

	publishedRoots = []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}

	publishedInclusion = map[int64][]string{ // of leaves in the tree of eight
		0: {
			"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
		},
		5: {
			"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		},
	}

	publishedConsistency = map[int64][]string{ // with the tree of eight
		2: {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"},
		6: {
			"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		},
	}
)

const publishedNote = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

// publishedLog is the log of the published leaves.
func publishedLog(t *testing.T) *register.Copy {
	t.Helper()
	log := &register.Copy{}
	for _, leaf := range publishedLeaves {
		data, err := hex.DecodeString(leaf)
		if err != nil {
			t.Fatal(err)
		}
		if err := log.Append(sha256.Sum256(append([]byte{0}, data...))); err != nil {
			t.Fatal(err)
		}
	}
	return log
}

func TestCR2_RootsAndProofsAreThoseThatCertificateTransparencyPublished(t *testing.T) {
	log := publishedLog(t)
	for n, want := range publishedRoots {
		if root, err := register.Root(int64(n+1), log); err != nil || hex.EncodeToString(root[:]) != want {
			t.Errorf("the root of %d is %x, %v", n+1, root, err)
		}
	}
	for leaf, want := range publishedInclusion {
		p, err := register.ProveInclusion(8, leaf, log)
		if got := inHex(p.Hashes); err != nil || !slices.Equal(got, want) {
			t.Errorf("leaf %d is included by %v, %v", leaf, got, err)
		}
	}
	for from, want := range publishedConsistency {
		p, err := register.ProveConsistency(from, 8, log)
		if got := inHex(p.Hashes); err != nil || !slices.Equal(got, want) {
			t.Errorf("the tree of %d is continued by %v, %v", from, got, err)
		}
	}
}

func inHex(all []register.Hash) (texts []string) {
	for _, h := range all {
		texts = append(texts, hex.EncodeToString(h[:]))
	}
	return texts
}

func TestCR2_ACosignatureSignsWhatC2SPPublished(t *testing.T) {
	const signers = "\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n" +
		"— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
	if origin, err := register.Origin([]byte(publishedNote + signers)); err != nil || origin != "example.com/behind-the-sofa" {
		t.Errorf("the published checkpoint is of %q, %v", origin, err)
	}
	if names := register.Signers([]byte(publishedNote + signers)); !slices.Equal(names, []string{"example.com/behind-the-sofa", "witness.example.com/w1"}) {
		t.Errorf("it is signed by %v", names)
	}
	w := register.Witness{Named: "witness.example.com/w1", Key: public(key(2))}
	line, err := w.Cosign([]byte(publishedNote+signers), key(2), time.Unix(1679315147, 0))
	if err != nil {
		t.Fatal(err)
	}
	_, encoded, _ := strings.Cut(strings.TrimSpace(line), w.Named+" ")
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(raw) != 4+8+ed25519.SignatureSize {
		t.Fatalf("%q: %v", line, err)
	}
	id := sha256.Sum256(slices.Concat([]byte("witness.example.com/w1\n\x04"), w.Key))
	if !bytes.Equal(raw[:4], id[:4]) || hex.EncodeToString(raw[4:12]) != "00000000641850cb" {
		t.Errorf("the key is numbered %x, the hour is %x", raw[:4], raw[4:12])
	}
	if !ed25519.Verify(w.Key, []byte("cosignature/v1\ntime 1679315147\n"+publishedNote), raw[12:]) {
		t.Error("it signs another message than the published one")
	}
}

// TestCR2_AWitnessIsNumberedAsOthersNumberIt takes the key of a witness that is public, as its operator writes it (C2SP signed-note, type 0x04).
func TestCR2_AWitnessIsNumberedAsOthersNumberIt(t *testing.T) {
	const name, number, typed = "remora.n621.de", "da77ade7", "BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
	public, err := base64.StdEncoding.DecodeString(typed)
	if err != nil {
		t.Fatal(err)
	}
	line, err := register.Witness{Named: name, Key: public[1:]}.Cosign([]byte(publishedNote+"\n"), key(2), time.Unix(1679315147, 0))
	if err != nil {
		t.Fatal(err)
	}
	_, encoded, _ := strings.Cut(strings.TrimSpace(line), name+" ")
	if raw, err := base64.StdEncoding.DecodeString(encoded); err != nil || hex.EncodeToString(raw[:4]) != number {
		t.Errorf("it is numbered %x, %v", raw[:4], err)
	}
}

func TestCR2_TilesLieWhereC2SPPublished(t *testing.T) {
	for path, whole := range map[string]bool{"0/x001/x234/067": true, "0/x001/x234/067.p/112": false, "entries/x001/x234/067": true, "1/000.p/1": false} {
		tile, err := register.ParseTile(path)
		if err != nil || tile.Path() != path || (tile.Width() == register.TileWidth) != whole {
			t.Errorf("%s is read as %s of width %d, %v", path, tile.Path(), tile.Width(), err)
		}
	}
	if tile, err := register.ParseTile("0/x001/x234/067"); err != nil || tile.First() != 1234067*register.TileWidth {
		t.Errorf("its first leaf is %d, %v", tile.First(), err)
	}
}
