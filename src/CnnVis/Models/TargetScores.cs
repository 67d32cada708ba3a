namespace CnnVis.Models;

/// <summary>The model's answer for the image that is explained: what a target's names and ranks refer to.</summary>
internal sealed class TargetScores
{
    private readonly ScorePass _pass;
    private readonly ImageShape _image;
    private readonly OutputForm? _told;

    public TargetScores(ScorePass pass, ImageShape image, Labels? labels, OutputForm? told)
    {
        _pass = pass;
        _image = image;
        _told = told;
        Labels = labels;
        OutputSpace space = Space(ScoreKind.Probability);
        Prediction = Prediction.From(space.ClassScores(_pass.Probabilities[0]), labels, space.Form == OutputForm.Raw ? 0 : space.ClassCount);
    }

    public Labels? Labels { get; }

    /// <summary>All classes, ranked; empty where the output is raw.</summary>
    public Prediction Prediction { get; }

    /// <summary>The classes that somebody asks about, the most probable first: of a segmentation map, all but the background, which most of a picture is.</summary>
    /// <exception cref="ArgumentException">The output has no classes.</exception>
    public IReadOnlyList<ClassScore> Foreground() => Space(ScoreKind.Probability).Form == OutputForm.Classes
        ? Ranking()
        : [.. Ranking().Where(score => !Labels.IsBackground(score.Label))];

    /// <summary>All classes, the most probable first.</summary>
    /// <exception cref="ArgumentException">The output has no classes.</exception>
    public IReadOnlyList<ClassScore> Ranking() => Prediction.Classes.Count > 0
        ? Prediction.Classes
        : throw new ArgumentException("The output is neither classes nor a segmentation map, so there are no classes to explain.");

    public OutputSpace Space(ScoreKind kind) => OutputSpace.Of(_pass.Of(kind).Shape, _image, _told);

    /// <summary>The scores of one kind, as the output holds them.</summary>
    public ReadOnlySpan<float> Of(ScoreKind kind) => _pass.Of(kind)[0];

    public int ElementCount(ScoreKind kind) => _pass.Of(kind).Values.Length / _pass.Of(kind).Count;

    public string NameOf(int classIndex) => new ClassScore(classIndex, Labels?[classIndex], 0).Name;

    /// <summary>Where a class wins in a segmentation map, or everywhere if it wins nowhere; the one place of a class score.</summary>
    public int[] PlacesOf(int classIndex)
    {
        OutputSpace space = Space(ScoreKind.Probability);
        if (space.Form != OutputForm.SegmentationMap)
        {
            return [0];
        }

        int[] all = [.. Enumerable.Range(0, space.PlaceCount)];
        int[] won = [.. all.Where(place => space.WinnerAt(_pass.Probabilities[0], place) == classIndex)];
        return won.Length > 0 ? won : all;
    }
}
