using System.CommandLine;

namespace CnnVis.Cli.Commands;

/// <summary>How the model is run.</summary>
internal sealed class ExecutionArguments
{
    private const long BytesPerMegabyte = 1 << 20;

    private readonly Option<string> _provider = new("--provider")
    {
        Description = $"What computes the model: {string.Join(", ", Names)}. The tool brings cpu, and coreml on macOS.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Name(ExecutionProvider.Cpu),
    };

    private readonly Option<int?> _threads = new("--threads") { Description = "Threads at work at a time, of one run or of several side by side; one for each core by default.", HelpName = "N" };

    private readonly Option<long?> _memory = new("--memory-limit")
    {
        Description = "The most memory that explaining may take beyond the loaded model, in megabytes. Batches are made small enough.",
        HelpName = "MB",
    };

    private readonly Option<int?> _batch = new("--batch-size") { Description = "The most images in one run; by default as many as gain something.", HelpName = "N" };

    private static IEnumerable<string> Names => Enum.GetValues<ExecutionProvider>().Select(Name);

    public void AddTo(Command command)
    {
        command.Options.Add(_provider);
        command.Options.Add(_threads);
        command.Options.Add(_memory);
        command.Options.Add(_batch);
    }

    public ExecutionOptions Read(ParseResult parsed) => new()
    {
        Provider = Provider(parsed.GetRequiredValue(_provider)),
        Threads = parsed.GetValue(_threads),
        MemoryLimit = parsed.GetValue(_memory) * BytesPerMegabyte,
        BatchSize = parsed.GetValue(_batch),
    };

    private static ExecutionProvider Provider(string name)
    {
        ExecutionProvider[] named = [.. Enum.GetValues<ExecutionProvider>().Where(provider => Name(provider).Equals(name, StringComparison.OrdinalIgnoreCase))];
        return named is [var provider] ? provider : throw new ArgumentException($"There is no provider '{name}'. Choose one of {string.Join(", ", Names)}.");
    }

    private static string Name(ExecutionProvider provider) => provider.ToString().ToLowerInvariant();
}
