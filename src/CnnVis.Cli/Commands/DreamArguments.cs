using System.CommandLine;
using System.Globalization;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>How a dream is made.</summary>
internal sealed class DreamArguments
{
    private const int AnimationFrames = 60;

    // Pictures are no text: --start reads one.
    private static readonly string[] Names = [.. MethodOptions.Names(typeof(DreamOptions)).Where(name => name != "start")];

    private readonly Option<int?> _steps = new("--steps") { Description = "How many steps are taken; 512 by default.", HelpName = "N" };

    private readonly Option<int?> _size = new("--size") { Description = "The longer side of the picture; 128 by default, or the model's own size where that is smaller.", HelpName = "S" };

    private readonly Option<int?> _seed = new("--seed") { Description = "Another number makes another picture; 0 by default.", HelpName = "S" };

    private readonly Option<string?> _start = new("--start") { Description = "A picture to start from instead of noise.", HelpName = "IMAGE" };

    private readonly Option<string[]> _settings = new("--set")
    {
        Description = $"Another option, for example --set images=4. Options: {string.Join(", ", Names)}.",
        HelpName = "OPTION=VALUE",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_steps);
        command.Options.Add(_size);
        command.Options.Add(_seed);
        command.Options.Add(_start);
        command.Options.Add(_settings);
    }

    public DreamOptions Read(ParseResult parsed, bool isAnimated)
    {
        List<KeyValuePair<string, string>> settings = [.. KeyValues.Parse(parsed.GetValue(_settings)!, "--set")];
        if (settings.Find(setting => !Names.Contains(setting.Key)) is { Key: { } unknown })
        {
            throw new ArgumentException($"dream has no option '{unknown}'. Possible: {string.Join(", ", Names)}.");
        }

        AddGiven(settings, "steps", parsed.GetValue(_steps));
        AddGiven(settings, "size", parsed.GetValue(_size));
        AddGiven(settings, "seed", parsed.GetValue(_seed));
        var options = (DreamOptions)MethodOptions.Parse(typeof(DreamOptions), settings);
        return options with
        {
            Start = parsed.GetValue(_start) is { } path ? ImageFile.Load(path) : null,
            Frames = isAnimated && options.Frames == 0 ? AnimationFrames : options.Frames,
        };
    }

    private static void AddGiven(List<KeyValuePair<string, string>> settings, string name, int? value)
    {
        if (value is not { } given)
        {
            return;
        }

        if (settings.Exists(setting => setting.Key == name))
        {
            throw new ArgumentException($"--{name} and --set {name} are the same: give one of them.");
        }

        settings.Add(new(name, given.ToString(CultureInfo.InvariantCulture)));
    }
}
