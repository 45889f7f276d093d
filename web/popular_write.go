package web

import (
	"cmp"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// numberIn reads a number out of a form.
func (v *visit) numberIn(name string) (int64, error) {
	n, err := strconv.ParseInt(v.PostForm(name), 10, 64)
	if err != nil || n < 0 {
		return 0, errNotFound
	}
	return n, nil
}

// organises refuses who has no mandate to organise (AP-1); the procedures ask again.
func (v *visit) organises() error {
	if !v.May(commune.Organise) {
		return commune.ErrNotMandated.With(string(commune.Organise))
	}
	return nil
}

// newPopular is the form of a popular assembly.
func (s *Server) newPopular(_ *store.Tx, v *visit) (templ.Component, error) {
	return page.PopularFormPage(v.Frame, v.popularForm()), v.organises()
}

// editPopular is that form with what is told now.
func (s *Server) editPopular(tx *store.Tx, v *visit) (templ.Component, error) {
	if err := v.organises(); err != nil {
		return nil, err
	}
	b, err := popularHere(tx, v)
	if err != nil {
		return nil, err
	}
	form := v.popularForm()
	if v.refused.Key == "" {
		p, err := tx.PopularAssemblyPage(b.ID)
		if err != nil {
			return nil, err
		}
		form = page.PopularForm{
			Name: page.Field{Value: b.Name}, Purpose: page.Field{Value: b.Purpose}, Coming: page.Field{Value: p.Coming},
			Rules: page.Field{Value: p.Rules}, Organisers: page.Field{Value: p.Organisers}, Initiatives: page.Field{Value: p.Initiatives},
			Proposers: page.Field{Value: string(cmp.Or(p.Proposers, commune.EverybodyProposes))},
		}
	}
	form.Body = b
	return page.PopularFormPage(v.Frame, form), nil
}

// popularForm is what was typed, with the refusal beside the field that it is about.
func (v *visit) popularForm() page.PopularForm {
	at := map[string]string{
		commune.ErrNameMissing.Key: "name", commune.ErrPurposeMissing.Key: "purpose", commune.ErrRulesMissing.Key: "rules",
		commune.ErrSlugInvalid.Key: "slug", commune.ErrSlugReserved.Key: "slug", commune.ErrSlugTaken.Key: "slug",
		commune.ErrProposersInvalid.Key: "proposers",
	}[v.refused.Key]
	return page.PopularForm{
		Name: v.field("name", at), Slug: v.field("slug", at), Purpose: v.field("purpose", at),
		Coming: v.field("coming", at), Rules: v.field("rules", at), Organisers: v.field("organisers", at),
		Initiatives: v.field("initiatives", at), Proposers: v.proposers(at), Problems: v.problems(at),
	}
}

// proposers is what was chosen, and before anything was what an assembly begins with.
func (v *visit) proposers(at string) page.Field {
	field := v.field("proposers", at)
	field.Value = cmp.Or(field.Value, string(commune.EverybodyProposes))
	return field
}

// popularTyped is what was written of a popular assembly.
func (v *visit) popularTyped() procedure.PopularBody {
	return procedure.PopularBody{
		Body: commune.Body{Name: v.PostForm("name"), Slug: v.PostForm("slug"), Purpose: v.PostForm("purpose")},
		Page: commune.PopularAssemblyPage{
			Coming: v.PostForm("coming"), Rules: v.PostForm("rules"), Organisers: v.PostForm("organisers"), Initiatives: v.PostForm("initiatives"),
			Proposers: commune.Proposers(v.PostForm("proposers")),
		},
	}
}

func (s *Server) createPopular(tx *store.Tx, v *visit) (done, error) {
	b, err := procedure.CreatePopular(tx, v.person.ID, v.popularTyped())
	return done{page.BodyPath(b), v.T("done.popular")}, err
}

func (s *Server) changePopular(tx *store.Tx, v *visit) (done, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return done{}, err
	}
	asked := v.popularTyped()
	asked.ID = b.ID
	_, err = procedure.ChangePopular(tx, v.person.ID, asked)
	return done{page.BodyPath(b), v.T("done.popular")}, err
}

func (s *Server) popularCall(tx *store.Tx, v *visit) (templ.Component, error) {
	if err := v.organises(); err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrDateInvalid.Key: "starts", commune.ErrDatePast.Key: "starts", commune.ErrPlaceMissing.Key: "place", commune.ErrTooLong.Key: "place",
	}[v.refused.Key]
	b, err := popularHere(tx, v)
	return page.PopularCallPage(v.Frame, page.PopularCall{
		Body: b, Starts: v.field("starts", at), Place: v.field("place", at), Problems: v.problems(at),
	}), err
}

// convokePopular calls everybody to a sitting (AP-5).
func (s *Server) convokePopular(tx *store.Tx, v *visit) (done, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return done{}, err
	}
	if err := v.organises(); err != nil {
		return done{}, err
	}
	starts, err := commune.ParseHour(v.PostForm("starts"), v.Site.Location())
	if err != nil {
		return done{}, err
	}
	_, err = procedure.ConvokePopular(tx, s.House, v.person.ID, commune.Meeting{Body: b.ID, StartsAt: starts, Place: v.PostForm("place")})
	return done{page.BodyPath(b), v.T("done.popular_convoked")}, err
}

// checkIn notes a guest at the door (AP-2).
func (s *Server) checkIn(tx *store.Tx, v *visit) (done, error) {
	d, err := atMeeting(v, "done.checked_in", func(id commune.MeetingID) error {
		_, err := procedure.CheckIn(tx, v.person.ID, id, v.PostForm("name"))
		return err
	})
	d.to += "/presences"
	return d, err
}
