using System.CommandLine;
using CnnVis.Cli.Console;
using Spectre.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis methods: which methods are there?</summary>
internal static class MethodsCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
        var command = new Command(
            "methods", "Lists the methods: what each shows, its cost in forward passes, what it needs of the model, its options and its paper.");
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(JsonText.Of(ExplanationMethod.All.Select(method => new
                {
                    method.Name,
                    method.Shows,
                    method.Cost,
                    method.NeedsGradients,
                    method.NeedsLayers,
                    Options = method.OptionNames,
                    method.Paper,
                })));
            }
            else
            {
                Write(terminal);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(Terminal terminal)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("method", "shows", "forward passes", "needs", "paper");
        foreach (ExplanationMethod method in ExplanationMethod.All)
        {
            table.AddRow(
                new Text(method.Name), new Text(method.Shows), new Text(method.Cost), new Text(Needs(method)), new Text(method.Paper));
        }

        terminal.Table(table);
        terminal.Info("Options of each: cnnvis methods --json, or cnnvis explain --help.");
    }

    private static string Needs(ExplanationMethod method) => (method.NeedsGradients, method.NeedsLayers) switch
    {
        (true, true) => "gradients, layers",
        (true, false) => "gradients",
        (false, true) => "layers",
        _ => "scores",
    };
}
