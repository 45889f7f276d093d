package register

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// tileHeight is that of C2SP tlog-tiles: 256 hashes are one tile.
	tileHeight = 8
	// TileWidth is how many hashes or entries a full tile holds.
	TileWidth = 1 << tileHeight
)

// ErrTile says that a path names no tile of the log.
var ErrTile = errors.New("register: no such tile")

// Tile is one of those in which a log is served: hashes of one level, or entries.
type Tile struct{ of tlog.Tile }

// ParseTile reads what stands after /log/tile/ in an address: a level or "entries", and the tile's place, as C2SP tlog-tiles writes them.
func ParseTile(path string) (Tile, error) {
	level, place, _ := strings.Cut(path, "/")
	if level == "data" {
		return Tile{}, ErrTile
	}
	if level == "entries" {
		level = "data"
	}
	t, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s/%s", tileHeight, level, place))
	if err != nil {
		return Tile{}, ErrTile
	}
	return Tile{t}, nil
}

// LeafTile is the tile of leaf hashes that holds the entry at index, as wide as a log of this size makes it.
func LeafTile(index, size int64) Tile {
	n := index / TileWidth
	return Tile{tlog.Tile{H: tileHeight, L: 0, N: n, W: int(min(size-n*TileWidth, TileWidth))}}
}

// Path is what ParseTile reads.
func (t Tile) Path() string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(t.of.Path(), "tile/"), "/")
	return strings.Replace(rest, "data/", "entries/", 1)
}

// Entries holds for a tile of entries.
func (t Tile) Entries() bool { return t.of.L < 0 }

// Within tells whether a log of this size has the whole tile.
func (t Tile) Within(size int64) bool {
	level := max(t.of.L, 0)
	if size < 0 || size > maxSize || tileHeight*level > 40 || t.of.N > maxSize {
		return false
	}
	return t.of.N<<tileHeight+int64(t.of.W) <= size>>(tileHeight*level)
}

// First is the index of the first entry of a tile of entries, and Width how many it holds.
func (t Tile) First() int64 { return t.of.N << tileHeight }

// Width is how many hashes or entries the tile holds.
func (t Tile) Width() int { return t.of.W }

// Hashes are the bytes of a tile of hashes.
func (t Tile) Hashes(r Reader) ([]byte, error) {
	data, err := tlog.ReadTileData(t.of, r)
	if err != nil {
		return nil, fmt.Errorf("register: tile %s: %w", t.Path(), err)
	}
	return data, nil
}

// Bundle are the bytes of a tile of entries: each after its length.
func Bundle(entries []Entry) []byte {
	var b []byte
	for _, e := range entries {
		b = binary.BigEndian.AppendUint16(b, uint16(len(e)))
		b = append(b, e[:]...)
	}
	return b
}

// Leaves reads the hashes of a tile of leaves.
func (t Tile) Leaves(data []byte) ([]Hash, error) {
	if len(data) != t.of.W*len(Hash{}) || t.of.L != 0 {
		return nil, ErrTile
	}
	leaves := make([]Hash, t.of.W)
	for i := range leaves {
		leaves[i] = Hash(data[i*len(Hash{}):])
	}
	return leaves, nil
}
