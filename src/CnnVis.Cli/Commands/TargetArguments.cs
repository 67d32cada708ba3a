using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CnnVis.Cli.Commands;

/// <summary>What is explained: classes, logit or probability, a mask.</summary>
internal sealed partial class TargetArguments
{
    private readonly Option<string[]> _classes = new("--class")
    {
        Description = "A class by index or label; the most probable one by default. Give it again for several: a picture is explained for each of them, "
            + "the N images of a tensor in order. '--class 8,1' is short for two indices.",
        HelpName = "C",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _rather = new("--rather-than")
    {
        Description = "Explains what speaks for --class rather than this class: the difference of their scores.",
        HelpName = "C",
    };

    private readonly Option<string?> _above = new("--above")
    {
        Description = "Explains every class of at least this probability, instead of --class.",
        HelpName = "P",
    };

    private readonly Option<ScoreKind> _score = new("--score")
    {
        Description = "logit (the score before Softmax or Sigmoid) or probability.",
        HelpName = "logit|probability",
    };

    private readonly Option<string?> _mask = new("--target-mask")
    {
        Description = "For segmentation models: the class's logits are summed over this mask, [h,w] or [N,h,w] at the output's size.",
        HelpName = "FILE.npy",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_classes);
        command.Options.Add(_rather);
        command.Options.Add(_above);
        command.Options.Add(_score);
        command.Options.Add(_mask);
    }

    /// <summary>What is explained of each image.</summary>
    public IReadOnlyList<Func<Explainer, Explainer>> Read(ParseResult parsed, ImageArgument image)
    {
        ClassSelector[] classes = [.. parsed.GetValue(_classes)!.SelectMany(Split)];
        ScoreKind kind = parsed.GetValue(_score);
        if (parsed.GetValue(_above) is { } least)
        {
            RefuseBesideAbove(parsed, image, classes);
            float probability = ParseProbability(least);
            return [explainer => explainer.ForClassesAbove(probability, kind)];
        }

        return [.. Targets(classes, SelectorToTarget(parsed, image, classes), image).Select(
            targets => (Func<Explainer, Explainer>)(explainer => explainer.For([.. targets.Select(target => target.As(kind))])))];
    }

    private static Target[][] Targets(ClassSelector[] classes, Func<int, ClassSelector, Target> targetOf, ImageArgument image)
    {
        if (classes.Length == 0)
        {
            return [.. Enumerable.Repeat(new[] { Target.Top }, image.Count)];
        }

        if (image.Picture is not null)
        {
            return [[.. classes.Select(selector => targetOf(0, selector))]];
        }

        return classes.Length == 1 || classes.Length == image.Count
            ? [.. Enumerable.Range(0, image.Count).Select(i => new[] { targetOf(i, classes[classes.Length == 1 ? 0 : i]) })]
            : throw new ArgumentException($"{classes.Length} classes were given for the {image.Count} images of the tensor: give one for all, or one for each.");
    }

    private void RefuseBesideAbove(ParseResult parsed, ImageArgument image, ClassSelector[] classes)
    {
        if (classes.Length > 0 || parsed.GetValue(_mask) is not null || parsed.GetValue(_rather) is not null)
        {
            throw new ArgumentException("--above chooses the classes: leave --class, --rather-than and --target-mask out.");
        }

        if (image.Picture is null)
        {
            throw new ArgumentException("--above needs a picture: each image of a tensor would have other classes.");
        }
    }

    private Func<int, ClassSelector, Target> SelectorToTarget(ParseResult parsed, ImageArgument image, ClassSelector[] classes)
    {
        string? mask = parsed.GetValue(_mask);
        string? rather = parsed.GetValue(_rather);
        if (mask is not null && classes.Length == 0)
        {
            throw new ArgumentException("--target-mask needs --class: the class whose logits are summed.");
        }

        if (rather is not null && (classes.Length != 1 || mask is not null))
        {
            throw new ArgumentException("--rather-than compares the one class of --class with another, without --target-mask.");
        }

        return (mask, rather) switch
        {
            ({ } path, _) => ReadMask(path, image.Count),
            (_, { } other) => Difference(other),
            _ => (_, selector) => Target.Class(selector),
        };
    }

    private static Func<int, ClassSelector, Target> Difference(string other)
    {
        ClassSelector[] others = [.. Split(other)];
        return others is [var only]
            ? (_, selector) => Target.Difference(selector, only)
            : throw new ArgumentException($"--rather-than '{other}' names {others.Length} classes; it takes one.");
    }

    private static IEnumerable<ClassSelector> Split(string text) => IndexList().IsMatch(text)
        ? text.Split(',').Select(index => new ClassSelector(ParseIndex(index)))
        : [new ClassSelector(text)];

    // The parser of the command line would read numbers by the user's culture.
    private static float ParseProbability(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float probability) && probability is >= 0 and <= 1
            ? probability
            : throw new ArgumentException($"--above '{text}' is no probability: give a number from 0 to 1.");

    private static int ParseIndex(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        ? index
        : throw new ArgumentException($"'{text}' is no index of a class.");

    private static Func<int, ClassSelector, Target> ReadMask(string path, int images)
    {
        TensorValue mask = TensorValue.LoadNpy(path);
        bool onePerImage = mask.Shape.Length == 3 && mask.Shape[0] == images;
        if (mask.Shape.Length != 2 && !onePerImage)
        {
            throw new CnnVisException($"{Path.GetFileName(path)}: a mask has two axes [h,w], or three [{images},h,w]; this one has {mask.Shape.Length}.");
        }

        float[] values = Array.ConvertAll(mask.Values.ToArray(), value => (float)value);
        (int height, int width) = (mask.Shape[^2], mask.Shape[^1]);
        return (index, selector) => Target.OverMask(
            selector, values.AsSpan(onePerImage ? index * height * width : 0, height * width), height, width);
    }

    [GeneratedRegex(@"^\d+(,\d+)*$")]
    private static partial Regex IndexList();
}
