using System.Globalization;

namespace CnnVis;

/// <summary>What a survey keeps.</summary>
public sealed record SurveyOptions
{
    /// <summary>How many patches are kept for each channel. <value>The default is 9.</value></summary>
    public int TopPatches { get; init; } = 9;

    /// <summary>How many of them may come from one image. <value>The default is 1: nine patches of nine images.</value></summary>
    public int PatchesPerImage { get; init; } = 1;

    /// <summary>How many bins a channel's histogram has at most; at least half of them are used. <value>The default is 64.</value></summary>
    public int Bins { get; init; } = 64;

    /// <summary>
    /// The class of an image by its name, such as its folder; null for an image without one. <value>The default is the class that the model finds
    /// most probable.</value>
    /// </summary>
    public Func<string, string?>? ClassOf { get; init; }

    /// <summary>
    /// True to average every channel's map over the images of each class. It takes four bytes for each class, channel and cell, 256 MB at most: once
    /// they are used up, further classes get no maps and a note says so. <value>The default is true.</value>
    /// </summary>
    public bool ClassAverages { get; init; } = true;

    internal void Validate()
    {
        Refuse(TopPatches is < 1 or > 1000, nameof(TopPatches), TopPatches, "from 1 to 1000");
        Refuse(PatchesPerImage is < 1 or > 1000, nameof(PatchesPerImage), PatchesPerImage, "from 1 to 1000");
        Refuse(Bins is < 2 or > 4096, nameof(Bins), Bins, "from 2 to 4096");
    }

    private static void Refuse(bool isWrong, string name, int value, string possible)
    {
        if (isWrong)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {possible}."));
        }
    }
}
