using CnnVis.Explanations;
using CnnVis.Explanations.Snapshots;
using CnnVis.Tensors;

namespace CnnVis;

/// <summary>Why a model gives its score: one map for each target, and how they were made.</summary>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class Explanation
{
    private readonly ExplanationRecord _record;

    internal Explanation(ExplanationRecord record, IReadOnlyList<Heatmap> maps, RgbImage? picture)
    {
        _record = record;
        Maps = maps;
        Picture = picture;
    }

    /// <summary>The maps, one for each target, in order.</summary>
    public IReadOnlyList<Heatmap> Maps { get; }

    /// <summary>The map of the first target.</summary>
    public Heatmap Map => Maps[0];

    /// <summary>The targets, in order.</summary>
    public IReadOnlyList<ExplainedTarget> Targets => _record.Targets;

    /// <summary>The first target.</summary>
    public ExplainedTarget Target => Targets[0];

    /// <summary>The method's name.</summary>
    public string Method => _record.Method;

    /// <summary>The method's options by name, as text.</summary>
    public IReadOnlyDictionary<string, string> Options => _record.Options;

    /// <summary>The model's file name, without its folder.</summary>
    public string Model => _record.Model;

    /// <summary>What the model says about the unchanged image: the five most probable classes; none for a raw output.</summary>
    public IReadOnlyList<ClassScore> Prediction => _record.Prediction.Classes;

    /// <summary>What the model's output is about: in a segmentation map, probabilities are shares of the image.</summary>
    public OutputForm OutputForm => _record.OutputForm;

    /// <summary>The shape of the image as the model read it.</summary>
    public ImageShape InputShape => _record.InputShape;

    /// <summary>Which part of the picture the model saw; null where a tensor was explained.</summary>
    public ImageGeometry? Geometry => _record.Geometry;

    /// <summary>The original picture; null where a tensor was explained or the explanation was loaded from a file.</summary>
    public RgbImage? Picture { get; }

    /// <summary>How many forward passes it took, the one of the unchanged image included.</summary>
    public int ForwardPasses => _record.ForwardPasses;

    /// <summary>How many backward passes it took: each costs one to three forward passes.</summary>
    public int BackwardPasses => _record.BackwardPasses;

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed => _record.Elapsed;

    /// <summary>What a reader should know: guesses, approximations, empty maps.</summary>
    public IReadOnlyList<string> Notes => _record.Notes;

    /// <summary>Where the evidence for a target is: in which region, how much inside a box.</summary>
    /// <param name="target">Which target's map, in the order of <see cref="Targets"/>.</param>
    /// <returns>The evidence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public Evidence Evidence(int target = 0) => target >= 0 && target < Maps.Count
        ? new Evidence(this, target)
        : throw new ArgumentOutOfRangeException(nameof(target), target, $"The explanation has {Maps.Count} maps.");

    /// <summary>
    /// A short text that says where the evidence is, for snapshot tests: model, method with the options that are not the default, image, prediction, and for each target the
    /// score, the sum of magnitudes, the share that speaks against it, the centre of the evidence, the share of the pixels that holds half of it, its shares by thirds of the
    /// image and a coarse grid.
    /// </summary>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <returns>
    /// Lines that end with a line feed. Numbers have two digits and change where the explanation does, not with the last bits of an explanation's numbers: those of another
    /// processor are at most one step away, which <see cref="SnapshotComparer"/> and <see cref="SnapshotOptions.VerifiedFile"/> take as no change.
    /// </returns>
    /// <exception cref="CnnVisException">The verified file cannot be read.</exception>
    public string ToSnapshot(SnapshotOptions? options = null)
    {
        options ??= new();
        options.Validate();
        string text = SnapshotWriter.Write(this, options);
        return VerifiedText.Read(options.VerifiedFile) is { } verified && SnapshotComparer.Compare(text, verified).IsEqual ? verified : text;
    }

    /// <summary>
    /// Saves the explanation as two files: NAME.json says how it was made, NAME.npy holds the raw numbers of all maps,
    /// stacked along the first axis. Each is written whole or not at all.
    /// </summary>
    /// <param name="path">The path without an extension.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path + ".npy", ExplanationFile.Numbers(Maps));
        AtomicFile.Write(path + ".json", ExplanationFile.ToJson([this]));
    }

    /// <summary>Loads an explanation that <see cref="Save"/> wrote. The original picture is not part of it.</summary>
    /// <param name="path">The path without an extension.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="CnnVisException">A file is missing or damaged.</exception>
    public static Explanation Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ExplanationFile.Load(path);
    }

    internal ExplanationRecord Record => _record;

    /// <summary>The same explanation with one of its maps.</summary>
    internal Explanation ForTarget(int index) => new(_record.ForTarget(index), [Maps[index]], Picture);
}
