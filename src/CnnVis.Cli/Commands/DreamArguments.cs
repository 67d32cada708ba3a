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
        var settings = new GivenSettings("dream", Names, KeyValues.Parse(parsed.GetValue(_settings)!, "--set"));
        settings.Add("steps", Text(parsed.GetValue(_steps)));
        settings.Add("size", Text(parsed.GetValue(_size)));
        settings.Add("seed", Text(parsed.GetValue(_seed)));
        var options = (DreamOptions)MethodOptions.Parse(typeof(DreamOptions), settings.All);
        return options with
        {
            Start = parsed.GetValue(_start) is { } path ? ImageFile.Load(path) : null,
            Frames = isAnimated && options.Frames == 0 ? AnimationFrames : options.Frames,
        };
    }

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
