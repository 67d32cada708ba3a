using Spectre.Console;

namespace CnnVis.Cli.Console;

/// <summary>Where results (standard output) and progress, notes and errors (standard error) go.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, CancellationToken cancellationToken)
{
    private const int WidthWithoutTerminal = 160;

    public TextWriter Output { get; } = output;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public bool IsQuiet { get; set; }

    public void Info(string line)
    {
        if (!IsQuiet)
        {
            Output.WriteLine(line);
        }
    }

    public void Note(string note)
    {
        if (!IsQuiet)
        {
            error.WriteLine($"note: {note}");
        }
    }

    public void Table(Table table)
    {
        IAnsiConsole console = Ansi(Output);
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        console.Write(table);
    }

    /// <summary>Runs work that reports progress: a bar on a terminal, plain lines elsewhere, nothing when quiet.</summary>
    public T WithProgress<T>(string title, Func<IProgress<ExplanationProgress>?, T> work, string unit = "passes")
    {
        if (IsQuiet)
        {
            return work(null);
        }

        IAnsiConsole console = Ansi(error);
        return console.Profile.Out.IsTerminal ? ProgressBar.Run(console, title, work) : work(new ProgressLines(error, title, unit));
    }

    private static IAnsiConsole Ansi(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
