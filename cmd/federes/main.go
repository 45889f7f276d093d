// Command federes runs one commune, or one council of communes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // assemblies meet at a local hour, on machines without a zone database too

	"github.com/alecthomas/kong"
)

// version is set at build time.
var version = "0.1.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "federes:", err)
		os.Exit(1)
	}
}

// commands are what federes can be asked to do.
type commands struct {
	Config kong.ConfigFlag `help:"Optional file of settings, as JSON: {\"url\": …, \"listen\": …}." env:"FEDERES_CONFIG" placeholder:"FILE"`

	Init    initCommand    `cmd:"" help:"Found the commune or council of this instance and print its founder's sign-in link."`
	Serve   serveCommand   `cmd:"" help:"Serve this instance."`
	Demo    demoCommand    `cmd:"" help:"Run two communes and a council on this machine, to look around in."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to this version's schema; serve and init do it by themselves."`
	Resume  resumeCommand  `cmd:"" help:"Write on in a register of which an older copy was put back, once its people agreed to."`
	Verify  verifyCommand  `cmd:"" help:"Check what communes and councils decided, without taking anybody's word for it."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// output is where commands print.
type output struct{ out, err io.Writer }

// errHelp ends a run that only showed help.
var errHelp = errors.New("help shown")

// run is main without the process: it parses and does one command. Settings come from flags, the environment, and the file, in this order.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	defer func() {
		if recovered := recover(); recovered != nil {
			if recovered != errHelp {
				panic(recovered)
			}
			err = nil
		}
	}()
	var c commands
	parser, err := kong.New(&c,
		kong.Name("federes"),
		kong.Description("Fédérés: a commune's general assembly, and the federation of communes."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { panic(errHelp) }),
		kong.Configuration(kong.JSON),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(output{stdout, stderr}),
	)
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (%s tells more)", err, helpFor(parser, args))
	}
	return command.Run()
}

// helpFor is the help of the command that was asked for, if there is one of that name.
func helpFor(parser *kong.Kong, args []string) string {
	for _, command := range parser.Model.Children {
		if len(args) > 0 && command.Name == args[0] {
			return "federes " + command.Name + " --help"
		}
	}
	return "federes --help"
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(o output) error {
	_, err := fmt.Fprintln(o.out, "federes", version)
	return err
}
