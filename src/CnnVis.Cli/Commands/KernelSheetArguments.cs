using System.CommandLine;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>How kernels are drawn.</summary>
internal sealed class KernelSheetArguments
{
    private readonly Option<string?> _order = new("--order")
    {
        Description = "How the kernels are ordered: index (as in the file, the default), norm (the strongest first), similarity (each beside the one most like it).",
        HelpName = "ORDER",
    };

    private readonly Option<string[]> _settings = new("--set")
    {
        Description = $"Another option, for example --set input-channel=4. Options: {string.Join(", ", MethodOptions.Names(typeof(KernelSheetOptions)))}.",
        HelpName = "OPTION=VALUE",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_order);
        command.Options.Add(_settings);
    }

    public KernelSheetOptions Read(ParseResult parsed)
    {
        var settings = new GivenSettings("kernels", MethodOptions.Names(typeof(KernelSheetOptions)), KeyValues.Parse(parsed.GetValue(_settings)!, "--set"));
        settings.Add("order", parsed.GetValue(_order));
        return (KernelSheetOptions)MethodOptions.Parse(typeof(KernelSheetOptions), settings.All);
    }
}
