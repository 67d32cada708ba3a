using System.CommandLine;
using CnnVis.Cli.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis diagnose: is something wrong with the network, or with what it is fed?</summary>
internal static class DiagnoseCommand
{
    private const string Never = "never";

    public static Command Create(Terminal terminal)
    {
        var images = new Argument<string[]>("IMAGE") { Description = DiagnosedImages.Description, Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
        var failOn = new Option<string>("--fail-on")
        {
            Description = "From which severity on a finding makes the exit code 1: info, warning, error or never.",
            HelpName = "SEVERITY",
            DefaultValueFactory = _ => Never,
        };
        var model = new ModelArguments();
        var command = new Command(
            "diagnose",
            "Checks a network up on some photos: wrong preprocessing, dead and duplicate filters, saturated activations, NaN, checkerboards. Says what was seen, what it means "
            + "and what to try. Example: cnnvis diagnose model.onnx photos --preprocess ImageNet");
        command.Arguments.Add(images);
        model.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(failOn);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            FindingSeverity? least = SeverityOf(parsed.GetRequiredValue(failOn));
            var found = DiagnosedImages.Find(parsed.GetRequiredValue(images));
            using CnnModel loaded = model.Load(parsed);
            Diagnosis diagnosis = terminal.WithProgress("diagnose", progress => found.Diagnose(loaded, progress, terminal.CancellationToken), "images");
            foreach (SkippedImage skipped in diagnosis.Skipped)
            {
                terminal.Note($"{skipped.Name} was skipped: {skipped.Reason}");
            }

            terminal.Output.Write(parsed.GetValue(json) ? JsonText.Of(ToJson(diagnosis)) + Environment.NewLine : diagnosis.ToString());
            return diagnosis.Worst >= least ? ExitCode.CheckFailed : ExitCode.Success;
        });
        return command;
    }

    private static FindingSeverity? SeverityOf(string name) => name switch
    {
        Never => null,
        "info" => FindingSeverity.Info,
        "warning" => FindingSeverity.Warning,
        "error" => FindingSeverity.Error,
        _ => throw new ArgumentException($"--fail-on '{name}': choose info, warning, error or {Never}."),
    };

    private static object ToJson(Diagnosis diagnosis) => new
    {
        diagnosis.Model,
        Images = diagnosis.ImageCount,
        diagnosis.Worst,
        diagnosis.Findings,
        diagnosis.Untested,
        diagnosis.Notes,
        diagnosis.Skipped,
        Seconds = Math.Round(diagnosis.Elapsed.TotalSeconds, 3),
    };
}
