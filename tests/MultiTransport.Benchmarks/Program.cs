using MultiTransport.Benchmarks;
using MultiTransport.Benchmarks.Compare;
using MultiTransport.Benchmarks.Micro;
using MultiTransport.Benchmarks.Wire;
using MultiTransport.Comparison.Harness;
using MultiTransport.Load;

try
{
    var options = Options.Parse(args);
    switch (options.Command)
    {
        case "compare":
            SideBySide.Run(options);
            return 0;
        case "micro":
            MicroBenchmarks.Run(options.Filter);
            return 0;
        case "wire":
            await WireBenchmark.RunAsync(options.Rounds);
            return 0;
        default:
            throw new FormatException($"there is no subcommand {options.Command}");
    }
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
catch (Exception exception) when (exception is LoadException or ComparisonException)
{
    Console.Error.WriteLine("aborted: " + exception.Message);
    return 1;
}
