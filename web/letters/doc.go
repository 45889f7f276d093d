// Package letters writes what is mailed to people, each letter in the words of its reader, and mails it.
//
// A letter is durable work. An act leaves a job, in its own transaction, that says whom the letter is for and what it is about. What it says is
// composed when it is mailed, from what is then so: who left meanwhile, who muted its topic, or whom it no longer concerns gets none.
//
// What holds:
//
//   - The transaction that composes a letter is over before the mail server is spoken to, and that it was sent is noted after: who stops in
//     between sends it once more, under the same Message-ID.
//   - A letter about a topic says why one gets it, and carries the address at which one press ends such letters, without signing in. What a
//     mandate asks of its holder, and what someone asked for themselves, has no topic.
//   - A key that lets in is made when its letter is composed, and stands nowhere else.
//
// A file words the letters about one noun; post.go has what is the same for all of them.
package letters
