// Package register keeps the register of an organisation (le registre) as an append-only Merkle log: what was once written in it can be shown
// to stand there still, and a rewritten history cannot be made to agree with the one that others have seen (CR-2).
//
// The words:
//
//   - Entry: the salted commitment to one act. The log holds entries, never the acts themselves, so that an act whose salt is destroyed
//     can be erased while the log stays whole (ME-3).
//   - Leaf and node: the hashes of RFC 6962 over the entries. A store keeps every node once, by its index, and never changes one.
//   - Root: the one hash that stands for the first N entries. Size and root together are a Tree.
//   - Proof of inclusion: that an entry is the one at its index in a tree. Proof of consistency: that a tree continues an older one.
//   - Checkpoint: a tree under the signature of its organisation, in the form of C2SP tlog-checkpoint.
//   - Receipt: all that is needed to check offline that an act stands in the register.
//
// The package is pure: no database, no clock, no network.
package register
