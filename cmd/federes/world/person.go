package world

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Person is somebody at one instance: a name, a mail address, and a browser.
type Person struct {
	*Browser
	Name, Email string

	mailbox *Mailbox
}

// Person comes to an instance, where nothing is known of them yet, from a network address of their own: instances count by address
// how often somebody tries to come in.
func (w *World) Person(at *Instance, name, email string) *Person {
	n := w.people.Add(1)
	address := netip.AddrFrom4([4]byte{198, 18, byte(n >> 8), byte(n)})
	return &Person{Browser: NewBrowser(at.URL, address.String()), Name: name, Email: email, mailbox: w.Mailbox}
}

// fill opens a page and fills one of its forms.
func (p *Person) fill(ctx context.Context, path, action string, answers url.Values) (*Form, error) {
	page, err := p.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	form, err := page.Form(action)
	if err != nil {
		return nil, err
	}
	return form, form.FillAll(answers)
}

// press opens a page, fills one of its forms, and submits it.
func (p *Person) press(ctx context.Context, path, action string, answers url.Values) (*Page, error) {
	form, err := p.fill(ctx, path, action, answers)
	if err != nil {
		return nil, err
	}
	return p.Submit(ctx, form)
}

// AskLink asks for a sign-in link by mail.
func (p *Person) AskLink(ctx context.Context) error {
	_, err := p.press(ctx, "/sign-in", "/sign-in", url.Values{"email": {p.Email}})
	return err
}

// SignIn asks for a link, reads the mail, and presses its button.
func (p *Person) SignIn(ctx context.Context) error {
	if err := p.AskLink(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	link, err := p.mailbox.Link(ctx, p.Email)
	if err != nil {
		return err
	}
	return p.Enter(ctx, link)
}

// Enter opens a sign-in link and presses its button.
func (p *Person) Enter(ctx context.Context, link string) error {
	_, err := p.press(ctx, link, "/sign-in/*", nil)
	return err
}

// Admit admits a person, and gives the path of their dues.
func (p *Person) Admit(ctx context.Context, name, email string) (dues string, err error) {
	page, err := p.press(ctx, "/members/new", "/members", url.Values{"name": {name}, "email": {email}})
	if err != nil {
		return "", err
	}
	return page.URL.Path, nil
}

// RecordDues records a payment that covers a year from today, as the form proposes.
func (p *Person) RecordDues(ctx context.Context, dues, amount string) error {
	_, err := p.press(ctx, dues, "/members/*/payments", url.Values{"amount": {amount}})
	return err
}

// NextMeeting is the path of the next assembly.
func (p *Person) NextMeeting(ctx context.Context) (string, error) {
	page, err := p.Open(ctx, "/meetings")
	if err != nil {
		return "", err
	}
	coming, err := page.Part("coming")
	if err != nil {
		return "", err
	}
	meetings := coming.Links("/meetings/*")
	if len(meetings) == 0 {
		return "", fmt.Errorf("%s: no assembly is coming", p.Base)
	}
	return meetings[0], nil
}

// Proposed is where an item came to stand, and what the page said about it.
type Proposed struct {
	Item    int64
	Meeting string
	Notice  string
}

// ProposeItem adds an item to a meeting's agenda, or to the next one when that is closed.
func (p *Person) ProposeItem(ctx context.Context, meeting string, answers url.Values) (Proposed, error) {
	page, err := p.press(ctx, meeting+"/items/new", "/meetings/*/items", answers)
	if err != nil {
		return Proposed{}, err
	}
	item, err := strconv.ParseInt(strings.TrimPrefix(page.URL.Fragment, "item-"), 10, 64)
	return Proposed{Item: item, Meeting: page.URL.Path, Notice: strings.Join(page.Texts("p.good"), " ")}, err
}

// ProposeMotion puts a text to the vote on an item, and gives the motion's number.
func (p *Person) ProposeMotion(ctx context.Context, item int64, form string, answers url.Values) (int64, error) {
	page, err := p.press(ctx, fmt.Sprintf("/items/%d/motions/new?form=%s", item, form), "/items/*/motions", answers)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimPrefix(page.URL.Fragment, "motion-"), 10, 64)
}

// AcceptTerms says yes to a mandate for which a motion proposes them.
func (p *Person) AcceptTerms(ctx context.Context, motion int64) error {
	path := fmt.Sprintf("/motions/%d", motion)
	_, err := p.press(ctx, path, path+"/answer", url.Values{"answer": {"yes"}})
	return err
}

// Attend is there, in the room or online.
func (p *Person) Attend(ctx context.Context, meeting, mode string) error {
	_, err := p.press(ctx, meeting, "/meetings/*/presence", url.Values{"mode": {mode}})
	return err
}

// OpenMeeting opens an assembly that is due.
func (p *Person) OpenMeeting(ctx context.Context, meeting string) error {
	_, err := p.press(ctx, meeting, "/meetings/*/opening", nil)
	return err
}

// CloseMeeting ends an assembly.
func (p *Person) CloseMeeting(ctx context.Context, meeting string) error {
	_, err := p.press(ctx, meeting+"/console", "/meetings/*/closing", nil)
	return err
}

// OpenVote opens the vote on a motion.
func (p *Person) OpenVote(ctx context.Context, meeting string, motion int64) error {
	_, err := p.press(ctx, meeting+"/console", fmt.Sprintf("/motions/%d/opening", motion), nil)
	return err
}

// Vote answers an open vote (for, against or abstain), and does not look at the page afterwards: a whole assembly votes at once.
func (p *Person) Vote(ctx context.Context, meeting string, motion int64, choice string) error {
	form, err := p.fill(ctx, meeting+"/seat", fmt.Sprintf("/motions/%d/ballot", motion), url.Values{"choice": {choice}})
	if err != nil {
		return err
	}
	return p.Send(ctx, form)
}

// CloseVote counts, and gives what the page says of the result.
func (p *Person) CloseVote(ctx context.Context, meeting string, motion int64) (string, error) {
	page, err := p.press(ctx, meeting+"/console", fmt.Sprintf("/motions/%d/closing", motion), nil)
	if err != nil {
		return "", err
	}
	return strings.Join(page.Texts("p.good"), " "), nil
}

// Seat accepts, in the name of a council, the communes that ask to join it.
func (p *Person) Seat(ctx context.Context) (seated int, err error) {
	for {
		page, err := p.Open(ctx, "/communes")
		if err != nil {
			return seated, err
		}
		form, err := page.Form("/communes/*/acceptance")
		if err != nil {
			return seated, nil // nobody asks any more
		}
		if _, err := p.Submit(ctx, form); err != nil {
			return seated, err
		}
		seated++
	}
}

// EnterCouncil enters the council in which a mandate seats its holder, by the ticket that their own instance asks for: with a browser that knows
// nothing of that council yet.
func (p *Person) EnterCouncil(ctx context.Context, mandate string, w *World, council *Instance) (*Person, error) {
	page, err := p.press(ctx, mandate, "/mandates/*/entry", nil)
	if err != nil {
		return nil, err
	}
	address, err := page.Link("Continuer vers le conseil")
	if err != nil {
		return nil, err
	}
	there := w.Person(council, p.Name, p.Email)
	_, err = there.press(ctx, address, "/entry/*", nil)
	return there, err
}

// PutText has a council's delegate bring a text that would be put to all communes, and gives the meeting that votes on it.
func (p *Person) PutText(ctx context.Context, title, text string, deadline time.Time) (meeting string, motion int64, err error) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return "", 0, err
	}
	page, err := p.press(ctx, "/ratifications/new", "/ratifications", url.Values{
		"title": {title}, "text": {text}, "deadline": {deadline.In(zone).Format("2006-01-02T15:04")},
	})
	if err != nil {
		return "", 0, err
	}
	motion, err = strconv.ParseInt(strings.TrimPrefix(page.URL.Fragment, "motion-"), 10, 64)
	return page.URL.Path, motion, err
}

// Answer brings an answer to a text to the next assembly once more, with reservations or none.
func (p *Person) Answer(ctx context.Context, text, reservations string) (meeting string, motion int64, err error) {
	page, err := p.press(ctx, text, "/ratifications/*/motion", url.Values{"reservations": {reservations}})
	if err != nil {
		return "", 0, err
	}
	motion, err = strconv.ParseInt(strings.TrimPrefix(page.URL.Fragment, "motion-"), 10, 64)
	return page.URL.Path, motion, err
}

// Revoke puts the revocation of a mandate to the vote, at the meeting in session or at the next one.
func (p *Person) Revoke(ctx context.Context, mandate string) (motion int64, err error) {
	page, err := p.press(ctx, mandate, mandate+"/revocation", nil)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimPrefix(page.URL.Fragment, "motion-"), 10, 64)
}

// AnswerForAlert brings to the next assembly that it answer for what contradicts itself in its register.
func (p *Person) AnswerForAlert(ctx context.Context) (motion int64, err error) {
	page, err := p.press(ctx, "/witness", "/alerts/*/motion", nil)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimPrefix(page.URL.Path, "/motions/"), 10, 64)
}
