using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using Spectre.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis check: can the model be differentiated, and are its gradients right?</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string?>("IMAGE")
        {
            Description = $"{ImageArgument.Description} Without it a random image is used.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
        var graph = new Option<string?>("--save-graph") { Description = "Also write the backward graph, to look at in a viewer.", HelpName = "FILE.onnx" };
        var model = new ModelArguments();
        var command = new Command(
            "check",
            "Checks a model's gradients: which nodes block them, every node by itself, the whole network, the cost. Exit code 0 if all is well, 1 if not. Example: cnnvis check model.onnx cat.jpg");
        command.Arguments.Add(image);
        model.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(graph);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            using CnnModel loaded = model.Load(parsed);
            ImageTensor? tensor = parsed.GetValue(image) is { } path ? ImageArgument.Load(path, loaded).FirstTensor(loaded) : null;
            GradientReport report = terminal.WithProgress(
                "checking", progress => loaded.CheckGradients(tensor, rules: null, progress, terminal.CancellationToken), unit: "nodes");
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(JsonText.Of(ToJson(report)));
            }
            else
            {
                Write(terminal, report);
            }

            if (parsed.GetValue(graph) is { } file && report is { Refusal: null, Blocking.Count: 0 })
            {
                loaded.SaveBackwardGraph(file);
                if (!parsed.GetValue(json))
                {
                    terminal.Info($"wrote {file}");
                }
            }

            return report.Passed ? ExitCode.Success : ExitCode.CheckFailed;
        });
        return command;
    }

    private static object ToJson(GradientReport report) => new
    {
        report.Model,
        report.Passed,
        report.Target,
        report.IsStraightThrough,
        report.Refusal,
        report.Blocking,
        CheckedNodes = report.Nodes.Count(node => node.Skipped is null),
        SkippedNodes = report.Nodes.Where(node => node.Skipped is not null).Select(node => new { node.Node, node.Operator, node.Input, node.Skipped }),
        WorstNode = Worst(report),
        Failures = report.Failures,
        report.Network,
        ForwardMilliseconds = report.Forward.TotalMilliseconds,
        ForwardAndBackwardMilliseconds = report.ForwardAndBackward.TotalMilliseconds,
    };

    private static void Write(Terminal terminal, GradientReport report)
    {
        TextWriter output = terminal.Output;
        output.WriteLine($"{report.Model}: gradient of {report.Target}");
        foreach (UndifferentiableNode node in report.Blocking)
        {
            output.WriteLine($"blocked  {node}");
        }

        if (report.Refusal is { } refusal)
        {
            output.WriteLine($"refused  {refusal}");
        }

        if (report.Failures.Any())
        {
            terminal.Table(ToTable(report.Failures));
        }

        int compared = report.Nodes.Count(node => node.Skipped is null);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"nodes    {compared} compared with differences, {report.Failures.Count()} wrong"));
        foreach (IGrouping<string, NodeGradientCheck> reason in report.Nodes.Where(node => node.Skipped is not null).GroupBy(node => node.Skipped!))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"         {reason.Count()} not compared: {reason.Key}"));
        }

        if (Worst(report) is { } worst)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"worst    {worst.Node} ({worst.Operator}): numeric {worst.Numeric:g6}, analytic {worst.Analytic:g6}, relative error {worst.RelativeError:0.0e+0}, allowed {NodeGradientCheck.Tolerance:0e+0}"));
        }

        if (report.Network is { } network)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"network  along its gradient: numeric {network.Numeric:g6}, analytic {network.Analytic:g6}, relative error {network.RelativeError:0.0e+0}, allowed {NetworkGradientCheck.Tolerance:0e+0}"));
        }

        if (report.ForwardAndBackward > TimeSpan.Zero)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"time     forward {report.Forward.TotalMilliseconds:0.0} ms, forward and backward {report.ForwardAndBackward.TotalMilliseconds:0.0} ms ({report.ForwardAndBackward / report.Forward:0.0} times)"));
        }

        if (report.IsStraightThrough)
        {
            terminal.Note("the model is quantised: its gradient passes rounding as if it were not there (straight-through).");
        }

        output.WriteLine(report.Passed ? "passed" : "FAILED");
    }

    private static NodeGradientCheck? Worst(GradientReport report) =>
        report.Nodes.Where(node => node.Skipped is null).MaxBy(node => node.RelativeError);

    private static Table ToTable(IEnumerable<NodeGradientCheck> failures)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("wrong node", "operator", "with respect to", "numeric", "analytic", "relative error");
        foreach (NodeGradientCheck failure in failures)
        {
            table.AddRow(
                Markup.Escape(failure.Node),
                failure.Operator,
                Markup.Escape(failure.Input),
                failure.Numeric.ToString("g6", CultureInfo.InvariantCulture),
                failure.Analytic.ToString("g6", CultureInfo.InvariantCulture),
                failure.RelativeError.ToString("0.0e+0", CultureInfo.InvariantCulture));
        }

        return table;
    }
}
