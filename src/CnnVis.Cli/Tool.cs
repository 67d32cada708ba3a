using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using CnnVis.Cli.Commands;
using CnnVis.Cli.Console;

namespace CnnVis.Cli;

/// <summary>The whole tool as one function, so that tests run it as a user does.</summary>
internal static partial class Tool
{
    public static int Run(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        // Our messages are English: the parser's among them must not be in another language.
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        var terminal = new Terminal(output, error, cancellationToken);
        RootCommand root = Root(terminal);
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            error.WriteLine($"cnnvis: {OneLine(WhatIsWrong(parsed, root))}");
            return ExitCode.BadInput;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("cnnvis: cancelled.");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (e is CnnVisException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"cnnvis: {OneLine(e.Message)}");
            return ExitCode.BadInput;
        }
    }

    private static RootCommand Root(Terminal terminal) => new(
        "Shows what an image model in ONNX form sees. Start with: cnnvis explain model.onnx photo.jpg --labels labels.txt")
    {
        ExplainCommand.Create(terminal),
        DreamCommand.Create(terminal),
        KernelsCommand.Create(terminal),
        FeaturesCommand.Create(terminal),
        TourCommand.Create(terminal),
        ReceptiveFieldCommand.Create(terminal),
        SummaryCommand.Create(terminal),
        DiagramCommand.Create(terminal),
        TopPatchesCommand.Create(terminal),
        TensorBoardCommand.Create(terminal),
        PredictCommand.Create(terminal),
        DescribeCommand.Create(terminal),
        DiagnoseCommand.Create(terminal),
        CheckCommand.Create(terminal),
        CompareCommand.Create(terminal),
        BenchCommand.Create(terminal),
        MethodsCommand.Create(terminal),
    };

    private static string WhatIsWrong(ParseResult parsed, RootCommand root)
    {
        if (parsed.CommandResult.Command != root)
        {
            return $"{parsed.Errors[0].Message} See 'cnnvis {parsed.CommandResult.Command.Name} --help'.";
        }

        string commands = string.Join(", ", root.Subcommands.Select(command => command.Name));
        return parsed.UnmatchedTokens is [var unknown, ..]
            ? $"There is no command '{unknown}'. Choose one of {commands}."
            : $"A command is missing. Choose one of {commands}.";
    }

    private static string OneLine(string message) =>
        ParameterName().Replace(string.Join(' ', message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), "");

    // .NET appends the name of the library's parameter, which means nothing to somebody at a shell.
    [GeneratedRegex(@" \(Parameter '\w+'\)")]
    private static partial Regex ParameterName();
}
