# Run by recorder.ts inside gdb-multiarch: asks GDB everything that the comparison compares and writes it as JSON.
#
# QEMU is GDB's own child behind a pipe, one for each run of the program, so RAM is zero at each start and no process
# outlives GDB. QEMU's stub keeps interrupts out while it steps.
import gdb, json, os

QEMU = os.environ['RECORD_QEMU']
STEPS = int(os.environ['RECORD_STEPS'])
FAULT = os.environ['RECORD_FAULT']
END_FUNCTIONS = ['finished', 'Default_Handler', FAULT]
MAX_FRAMES = 16
FRAMES_WITH_VARIABLES = 3

for setting in ['pagination off', 'confirm off', 'width 0', 'height 0', 'charset UTF-8', 'remotetimeout 20',
                'breakpoint pending off', 'print sevenbit-strings off', 'style enabled off']:
    gdb.execute('set ' + setting, to_string=True)


def place_of(sal):
    if sal is None or sal.symtab is None:
        return ['', 0]
    return [os.path.basename(sal.symtab.filename), sal.line]


def type_text(value_type):
    return str(value_type)


def variable_row(name, read):
    try:
        value = read()
        # Of a structure that is optimized out in part, the rest is printed, as by `info locals`.
        return [name, type_text(value.type), value.format_string(deref_refs=True)]
    except gdb.error as error:
        return [name, '', '<error: %s>' % error]


def is_listed(symbol):
    """What `info args` and `info locals` list: variables that are constants too, but no enumerators."""
    if symbol.is_argument or symbol.is_variable:
        return True
    if not symbol.is_constant:
        return False
    return symbol.type.code != gdb.TYPE_CODE_ENUM or symbol.name not in [field.name for field in symbol.type.fields()]


def variables_of(frame, index):
    """Arguments and locals of the frame's function, blocks inside out, in the order of `info locals`."""
    rows = []
    frame.select()  # types and values are printed in its language
    try:
        block = frame.block()
    except RuntimeError:
        return rows
    while block is not None and not block.is_global and not block.is_static:
        for symbol in block:
            if is_listed(symbol):
                row = variable_row(symbol.print_name, lambda: symbol.value(frame))
                rows.append([index, 'argument' if symbol.is_argument else 'local'] + row)
        if block.function is not None:
            break
        block = block.superblock
    return rows


KINDS = {gdb.INLINE_FRAME: 'inlined', gdb.SIGTRAMP_FRAME: 'exception', gdb.TAILCALL_FRAME: 'tail call'}


def stop(with_variables=True):
    frame, frames, variables = gdb.newest_frame(), [], []
    pc, sp = frame.pc(), int(frame.read_register('sp')) & 0xffffffff
    while frame is not None and len(frames) < MAX_FRAMES:
        kind = KINDS.get(frame.type(), 'function')
        frames.append([kind, frame.name() or ''] + place_of(frame.find_sal()) + [frame.pc()])
        if with_variables and len(frames) <= FRAMES_WITH_VARIABLES:
            variables += variables_of(frame, len(frames) - 1)
        try:
            frame = frame.older()
        except gdb.error:
            break
    gdb.newest_frame().select()
    return {'pc': pc, 'sp': sp, 'frames': frames, 'variables': variables}


def address_of(function):
    try:
        return [int(gdb.parse_and_eval('(unsigned)&' + function)) & ~1]
    except gdb.error:
        return []


def start():
    """A fresh machine, stopped at main; runs end where the program does."""
    gdb.execute('target remote | ' + QEMU, to_string=True)
    gdb.execute('tbreak main', to_string=True)
    gdb.execute('continue', to_string=True)
    for address in ENDS:
        gdb.execute('break *%d' % address, to_string=True)


def finish():
    try:
        gdb.execute('kill', to_string=True)
    except gdb.error:
        pass  # QEMU may be gone before GDB has acknowledged its answer
    gdb.execute('delete', to_string=True)


def run(commands, with_variables=True):
    """The stops after main and after each command."""
    start()
    stops = [stop()]
    for command in commands:
        try:
            gdb.execute(command, to_string=True)
        except gdb.error as error:
            stops.append({'command': command, 'error': str(error)})
            break
        stops.append({'command': command, **stop(with_variables)})
        if stops[-1]['pc'] in ENDS:
            break
    finish()
    return stops


def run_to(function, times):
    """The stops at a function's breakpoint."""
    start()
    stops = []
    gdb.Breakpoint(function)
    for _ in range(times):
        gdb.execute('continue', to_string=True)
        frame = gdb.newest_frame()
        stops.append({'command': 'continue', **stop()})
        if frame.name() != function or gdb.newest_frame().pc() in ENDS:
            break
    finish()
    return stops


def locations(spec):
    """File, line and address of each place of a breakpoint."""
    try:
        breakpoint = gdb.Breakpoint(spec)
    except gdb.error:
        return []
    rows = []
    if not breakpoint.pending:
        for location in breakpoint.locations:
            name, line = location.source if location.source is not None else ('', 0)
            rows.append([os.path.basename(name), line, location.address])
    breakpoint.delete()
    return rows


def without_parameters(name):
    if not name.endswith((')', ') const')):
        return name
    depth, i = 0, name.rindex(')')
    while True:
        depth += {')': 1, '(': -1}.get(name[i], 0)
        if depth == 0:
            return name[:i]
        i -= 1


def functions_of(symtab):
    """Names of all functions with code, those inlined only included."""
    names = set()
    for entry in symtab.linetable():
        block = gdb.block_for_pc(entry.pc)
        while block is not None and block.superblock is not None:
            if block.function is not None:
                names.add(without_parameters(block.function.print_name))
            block = block.superblock
    return sorted(names)


def globals_of(symtab):
    rows = []
    for block in [symtab.global_block(), symtab.static_block()]:
        for symbol in block:
            if symbol.is_variable:
                rows.append(variable_row(symbol.print_name, lambda: symbol.value()))
    return sorted(rows)


gdb.execute('file ' + os.environ['RECORD_ELF'], to_string=True)
ENDS = [address for name in END_FUNCTIONS for address in address_of(name)]
main = gdb.lookup_global_symbol('main').symtab
last_line = max(entry.line for entry in main.linetable())
base_name = os.path.basename(main.filename)
recording = {'file': base_name}
recording['functions'] = [[name, locations(name)] for name in functions_of(main)]
recording['lines'] = [[line, locations('%s:%d' % (base_name, line))] for line in range(1, last_line + 2)]
start()
recording['globals'] = globals_of(main)
finish()
recording['runs'] = {
    'next': run(['next'] * STEPS),
    'step': run(['step'] * STEPS),
    'stepi': run(['stepi'] * STEPS),
    'nexti': run(['nexti'] * STEPS),
    'finish': run(['step', 'step', 'step', 'finish', 'next'] * (STEPS // 4)),
}
if gdb.lookup_global_symbol('checkpoint') is not None:
    recording['runs']['checkpoint'] = run_to('checkpoint', STEPS // 2)
if FAULT != '':
    recording['runs']['fault'] = run_to(FAULT, 1)
with open(os.environ['RECORD_OUT'], 'w') as out:
    json.dump(recording, out)
