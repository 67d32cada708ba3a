using System.CommandLine;
using CnnVis.Models;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>What is looked at over a folder of images, and what is kept.</summary>
internal sealed class SurveyArguments
{
    private readonly Option<string[]> _layers = new("--layer")
    {
        Description = "A layer, by node name, tensor name or a part that only one has; may be repeated. By default the last that knows places.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int[]> _channels = new("--channel")
    {
        Description = "A channel to draw, from 0; may be repeated. By default the first 16 that are not dead; the JSON file has all.",
        HelpName = "K",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int> _top = new("--top") { Description = "How many patches for each channel.", HelpName = "N", DefaultValueFactory = _ => 9 };

    private readonly Option<int> _perImage = new("--per-image") { Description = "How many of them may come from one image.", HelpName = "N", DefaultValueFactory = _ => 1 };

    private readonly Option<string> _classes = new("--classes")
    {
        Description = "The class of an image: 'predicted' (the most probable one) or 'folder' (the folder in which it lies).",
        HelpName = "BY",
        DefaultValueFactory = _ => "predicted",
    };

    private readonly Option<bool> _averages = new("--class-averages")
    {
        Description = "Also write .class-averages.npy, the mean map of each channel over the images of each class [classes, channels, rows, columns], and a sheet of them.",
    };

    private readonly Option<string[]> _compared = new("--similar-to")
    {
        Description = "A picture by its path below FOLDER: name the images that are most and least like it; may be repeated.",
        HelpName = "IMAGE",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_layers);
        command.Options.Add(_channels);
        command.Options.Add(_top);
        command.Options.Add(_perImage);
        command.Options.Add(_classes);
        command.Options.Add(_averages);
        command.Options.Add(_compared);
    }

    public SurveyOptions Read(ParseResult parsed) => new()
    {
        TopPatches = InRange(parsed.GetValue(_top), "--top"),
        PatchesPerImage = InRange(parsed.GetValue(_perImage), "--per-image"),
        ClassAverages = parsed.GetValue(_averages),
        ClassOf = parsed.GetValue(_classes) switch
        {
            "predicted" => null,
            "folder" => ImageFolder.FolderOf,
            var other => throw new ArgumentException($"--classes '{other}': choose predicted or folder."),
        },
    };

    public Layer[] LayersOf(ParseResult parsed, CnnModel model)
    {
        string[] names = parsed.GetValue(_layers)!;
        return names.Length > 0 ? [.. names.Select(name => model.Layers[name])] : [model.FeatureLayer.Layer];
    }

    public IReadOnlyList<int>? ChannelsOf(ParseResult parsed, Layer[] layers)
    {
        int[] channels = [.. parsed.GetValue(_channels)!.Distinct()];
        foreach (Layer layer in layers)
        {
            Array.ForEach(channels, channel => Features.Dreams.LayerChannels.RefuseUnknown(layer, channel));
        }

        return channels.Length > 0 ? channels : null;
    }

    public IReadOnlyList<string> ComparedOf(ParseResult parsed, IReadOnlyList<ImageSource> sources)
    {
        string[] names = [.. parsed.GetValue(_compared)!.Distinct(StringComparer.Ordinal)];
        return names.FirstOrDefault(name => sources.All(source => source.Name != name)) is { } unknown
            ? throw new ArgumentException($"The folder has no picture '{unknown}'.{NearNames.Sentence(unknown, sources.Select(source => source.Name))}")
            : names;
    }

    private static int InRange(int count, string option) => count is >= 1 and <= 1000
        ? count
        : throw new ArgumentException($"{option} is {count}; it must be from 1 to 1000.");
}
