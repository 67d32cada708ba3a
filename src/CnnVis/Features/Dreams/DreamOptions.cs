using System.Globalization;

namespace CnnVis;

/// <summary>How a dream is made. The defaults are lucid's (Olah, Mordvintsev and Schubert, Feature Visualization, 2017).</summary>
public sealed record DreamOptions
{
    private const int LargestSize = 2048;

    /// <summary>
    /// The longer side of the picture in pixels. <value>The default is 128; for a model that reads pictures of one size only, at most that size.</value>
    /// Parts of such a model up to a layer run at other sizes too where nothing before the layer holds them back.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>How many steps are taken. <value>The default is 512.</value></summary>
    public int Steps { get; init; } = 512;

    /// <summary>How far a step of Adam goes. <value>The default is 0.05.</value></summary>
    public float LearningRate { get; init; } = 0.05f;

    /// <summary>What the random numbers are drawn from; the same seed gives the same picture. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    /// <summary>How many pictures are dreamed at once, each from another start. <value>The default is 1.</value></summary>
    public int Images { get; init; } = 1;

    /// <summary>A picture to start from, as in DeepDream. <value>The default is none: faint noise.</value></summary>
    public RgbImage? Start { get; init; }

    /// <summary>Waves count as 1 / frequency to this power: larger values make larger, smoother shapes. <value>The default is 1.</value></summary>
    public float Decay { get; init; } = 1;

    /// <summary>
    /// Within how many pixels the picture is moved at random in each step; within half as many again after turning. <value>The default is 8.</value>
    /// </summary>
    public float Jitter { get; init; } = 8;

    /// <summary>By which part it is made larger or smaller at most, at random in each step. <value>The default is 0.1.</value></summary>
    public float Scale { get; init; } = 0.1f;

    /// <summary>By how many degrees it is turned at most, either way, at random in each step. <value>The default is 10.</value></summary>
    public float Rotation { get; init; } = 10;

    /// <summary>The weight of the picture's total variation, the mean difference of neighbouring pixels (0 to 1): larger is smoother. <value>The default is 0.</value></summary>
    public float TotalVariation { get; init; }

    /// <summary>The weight of the picture's mean distance from grey: larger leaves empty what does not matter. <value>The default is 0.</value></summary>
    public float L1 { get; init; }

    /// <summary>How many pictures of the way are kept for an animation, closer together at the beginning. <value>The default is 0.</value></summary>
    public int Frames { get; init; }

    internal void Validate()
    {
        Refuse(Size is < 8 or > LargestSize, nameof(Size), Size, $"from 8 to {LargestSize}");
        Refuse(Steps < 1, nameof(Steps), Steps, "at least 1");
        Refuse(!float.IsFinite(LearningRate) || LearningRate <= 0, nameof(LearningRate), LearningRate, "above 0");
        Refuse(Images is < 1 or > 64, nameof(Images), Images, "from 1 to 64");
        Refuse(Decay is not (>= 0 and <= 4), nameof(Decay), Decay, "from 0 to 4");
        Refuse(Jitter is not (>= 0 and <= LargestSize), nameof(Jitter), Jitter, $"from 0 to {LargestSize}");
        Refuse(Scale is not (>= 0 and <= 0.9f), nameof(Scale), Scale, "from 0 to 0.9");
        Refuse(Rotation is not (>= 0 and <= 180), nameof(Rotation), Rotation, "from 0 to 180");
        Refuse(TotalVariation is not (>= 0 and < float.PositiveInfinity), nameof(TotalVariation), TotalVariation, "at least 0");
        Refuse(L1 is not (>= 0 and < float.PositiveInfinity), nameof(L1), L1, "at least 0");
        Refuse(Frames is < 0 or 1 or > 10_000, nameof(Frames), Frames, "0, or from 2 to 10000");
    }

    private static void Refuse(bool isWrong, string name, IFormattable? value, string possible)
    {
        if (isWrong)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {possible}."));
        }
    }
}
