using CnnVis.Cli.Console;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>What TensorBoard is told about one image: tags end with its name.</summary>
internal sealed class ImageRun(Terminal terminal, string name, ImageArgument image, Func<Explainer, Explainer> target)
{
    private readonly List<string> _notes = [];

    /// <summary>What a reader should know, in words.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public void AddTo(TensorBoardWriter writer, CnnModel model, IReadOnlyList<Layer> layers, IReadOnlyList<ExplanationMethod> methods)
    {
        if (layers.Count > 0)
        {
            foreach (FeatureMaps maps in image.FeatureMaps(model, LayerSelection.FromLayerArray([.. layers]), terminal.CancellationToken))
            {
                AddMaps(writer, maps);
            }
        }

        foreach (ExplanationMethod method in methods)
        {
            Func<Explainer, Explanation> recipe = method.Recipe([], terminal.CancellationToken);
            Explainer explainer = target(image.Explain(model, 0));
            Explanation explanation = terminal.WithProgress(
                $"{name}: {method.Name}", progress => recipe(progress is null ? explainer : explainer.ReportTo(progress)));
            writer.AddExplanation(explanation, $"explanations/{name}/{method.Name}");
            _notes.AddRange(explanation.Notes);
        }
    }

    private void AddMaps(TensorBoardWriter writer, FeatureMaps maps)
    {
        terminal.CancellationToken.ThrowIfCancellationRequested();
        string tag = $"{name}/{maps.Layer.Trim('/')}";
        writer.AddFeatureMaps(maps, tag: $"feature maps/{tag}");
        if (maps.Activity.All(channel => float.IsFinite(channel.Min) && float.IsFinite(channel.Max)))
        {
            writer.AddActivations(maps, $"activations/{tag}");
        }
        else
        {
            _notes.Add($"the activations of {maps.Layer} have no histogram: some are NaN or infinite.");
        }
    }
}
