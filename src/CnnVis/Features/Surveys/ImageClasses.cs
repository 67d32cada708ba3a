using System.Globalization;
using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Features.Surveys;

/// <summary>The class that each image counts in: given by its name, or the one that the model finds most probable.</summary>
internal sealed class ImageClasses
{
    private readonly CnnModel _model;
    private readonly Func<string, string?>? _classOf;
    private readonly HashSet<string> _ambiguous = new(StringComparer.Ordinal);

    public ImageClasses(CnnModel model, SurveyOptions options)
    {
        _model = model;
        _classOf = options.ClassOf;
        ScoreTensor = _classOf is null && model.Output.Form != OutputForm.Raw ? model.ScoreTensor(ScoreKind.Probability) : null;
        if (ScoreTensor is not null && model.Labels is { } labels)
        {
            _ambiguous.UnionWith(labels.GroupBy(label => label).Where(group => group.Count() > 1).Select(group => group.Key));
        }
    }

    /// <summary>The tensor to be computed with the layers; null where scores are not needed or say nothing of classes.</summary>
    public string? ScoreTensor { get; }

    public IEnumerable<string> Notes => _classOf is null && ScoreTensor is null
        ? [$"The output names no classes, so there are no class averages. Give {nameof(SurveyOptions.ClassOf)} to name each image's class."]
        : [];

    public SurveyedImage Of(ImageSource source, ImageGeometry geometry, TensorBatch? scores, int index)
    {
        if (scores is null)
        {
            return new SurveyedImage(source, geometry, Prediction: null, _classOf?.Invoke(source.Name));
        }

        OutputSpace space = OutputSpace.Of(scores.Shape, _model.ImageInput.Shape, _model.ToldOutputForm);
        ClassScore top = Prediction.From(space.ClassScores(scores[index]), _model.Labels, count: 1).Top;
        // ImageNet's "crane" is a bird and a machine.
        string name = _ambiguous.Contains(top.Name) ? string.Create(CultureInfo.InvariantCulture, $"{top.Name} (class {top.Index})") : top.Name;
        return new SurveyedImage(source, geometry, top, name);
    }
}
