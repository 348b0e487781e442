using MultiTransport.Comparison.Commands;

return RunCommand.Create(args).Parse(args).Invoke(new() { ProcessTerminationTimeout = null });
