using System.CommandLine;
using System.Text;
using CnnVis.Cli.Console;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis diagram: what does the network look like?</summary>
internal static class DiagramCommand
{
    private static readonly string[] Names = [.. MethodOptions.Names(typeof(DiagramOptions))];

    public static Command Create(Terminal terminal)
    {
        var settings = new Option<string[]>("--set")
        {
            Description = $"An option, for example --set scale=2. Options: {string.Join(", ", Names)}.",
            HelpName = "OPTION=VALUE",
            DefaultValueFactory = _ => [],
        };
        Option<string> folder = ResultFolder.Option();
        var model = new ModelArguments();
        var command = new Command(
            "diagram",
            "Draws a network from top to bottom: a box for each part with the shape of its output, skip connections, repeated blocks once with a count. Writes DIR/diagram.svg "
            + "and DIR/diagram.png. Example: cnnvis diagram model.onnx --out pictures");
        model.AddTo(command);
        command.Options.Add(settings);
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            string path = ResultFolder.Checked(parsed.GetRequiredValue(folder));
            var given = new GivenSettings("diagram", Names, KeyValues.Parse(parsed.GetValue(settings)!, "--set"));
            var options = (DiagramOptions)MethodOptions.Parse(typeof(DiagramOptions), given.All);
            using CnnModel loaded = model.Load(parsed);
            terminal.CancellationToken.ThrowIfCancellationRequested();
            Figure diagram = loaded.Diagram(options);
            byte[] picture = diagram.ToImage().ToPng();
            terminal.CancellationToken.ThrowIfCancellationRequested();
            string svg = Path.Combine(path, "diagram.svg");
            string png = Path.Combine(path, "diagram.png");
            AtomicFile.Write(svg, Encoding.UTF8.GetBytes(diagram.ToSvg()));
            AtomicFile.Write(png, picture);
            foreach (string note in diagram.Notes)
            {
                terminal.Note(note);
            }

            terminal.Info(svg);
            terminal.Info(png);
            return ExitCode.Success;
        });
        return command;
    }
}
