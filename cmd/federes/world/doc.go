// Package world runs instances as processes of their own and lets people visit them: each with a browser that posts exactly what the
// forms of the pages hold, a mailbox for sign-in links, and one clock that all instances share. The demo and the stories live in it:
// they reach an instance through the doors of real use and through no other.
package world
